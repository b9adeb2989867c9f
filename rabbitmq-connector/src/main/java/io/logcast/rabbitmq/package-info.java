/** The types that an application shares with the connector: metadata of messages, and the ways a publish can fail. */
@NullMarked
package io.logcast.rabbitmq;

import org.jspecify.annotations.NullMarked;
