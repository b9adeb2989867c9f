/** The PostgreSQL programs for this machine. */
@NullMarked
package io.logcast.local.postgresql;

import org.jspecify.annotations.NullMarked;
