/** One reader's connection of Server-Sent Events, whatever is sent over it. */
@NullMarked
package io.logcast.consumer.sse;

import org.jspecify.annotations.NullMarked;
