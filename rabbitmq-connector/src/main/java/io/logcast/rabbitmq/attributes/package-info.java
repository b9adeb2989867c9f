/** The attributes that a channel can have, and how they are read from the configuration. */
@NullMarked
package io.logcast.rabbitmq.attributes;

import org.jspecify.annotations.NullMarked;
