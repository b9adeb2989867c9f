/** Sends batches of events to URLs: their formats, signatures, addresses, and what an answer means. */
@NullMarked
package io.logcast.consumer.webhooks;

import org.jspecify.annotations.NullMarked;
