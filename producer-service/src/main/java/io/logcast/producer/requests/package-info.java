/** Reads the bodies of requests without blocking, within limits of number, size and time. */
@NullMarked
package io.logcast.producer.requests;

import org.jspecify.annotations.NullMarked;
