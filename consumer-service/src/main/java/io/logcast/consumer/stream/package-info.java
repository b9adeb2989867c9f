/** The live tail as Server-Sent Events. A stream begins with the events that its reader has missed. */
@NullMarked
package io.logcast.consumer.stream;

import org.jspecify.annotations.NullMarked;
