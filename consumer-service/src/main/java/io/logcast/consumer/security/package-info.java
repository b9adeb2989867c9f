/** Who may call this service. */
@NullMarked
package io.logcast.consumer.security;

import org.jspecify.annotations.NullMarked;
