/** Runs a private PostgreSQL, from programs that are unpacked for this machine. */
@NullMarked
package io.logcast.local.postgresql;

import org.jspecify.annotations.NullMarked;
