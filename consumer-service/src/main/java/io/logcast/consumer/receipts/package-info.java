/** Tells the producers where an event is: archived, dead-lettered, or neither yet. */
@NullMarked
package io.logcast.consumer.receipts;

import org.jspecify.annotations.NullMarked;
