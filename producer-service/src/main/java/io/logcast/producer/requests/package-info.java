/** Reads the bodies of requests without blocking: bounded, admitted, each within its deadline. */
@NullMarked
package io.logcast.producer.requests;

import org.jspecify.annotations.NullMarked;
