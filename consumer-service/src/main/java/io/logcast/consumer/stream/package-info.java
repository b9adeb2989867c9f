/** The live tail as Server-Sent Events, which begin with what a reader has missed. */
@NullMarked
package io.logcast.consumer.stream;

import org.jspecify.annotations.NullMarked;
