/** One reader's connection of Server-Sent Events. */
@NullMarked
package io.logcast.consumer.sse;

import org.jspecify.annotations.NullMarked;
