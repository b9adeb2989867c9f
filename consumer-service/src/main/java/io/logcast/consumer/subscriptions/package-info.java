/** Named subscriptions: what each is bound to, in PostgreSQL and as a queue of the broker. */
@NullMarked
package io.logcast.consumer.subscriptions;

import org.jspecify.annotations.NullMarked;
