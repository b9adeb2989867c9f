/** Events of subscriptions on their way to a subscriber: pulled or pushed, acknowledged or given back. */
@NullMarked
package io.logcast.consumer.subscriptions.delivery;

import org.jspecify.annotations.NullMarked;
