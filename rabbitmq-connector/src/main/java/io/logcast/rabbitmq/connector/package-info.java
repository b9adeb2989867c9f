/** The connector as Reactive Messaging sees it: makes the channels, starts them and stops them. */
@NullMarked
package io.logcast.rabbitmq.connector;

import org.jspecify.annotations.NullMarked;
