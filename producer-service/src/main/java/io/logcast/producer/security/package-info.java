/** Who may call this service. */
@NullMarked
package io.logcast.producer.security;

import org.jspecify.annotations.NullMarked;
