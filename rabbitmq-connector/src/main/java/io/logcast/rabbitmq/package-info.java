/** What an application sees of the connector: its bean, its metadata and the ways a publish can fail. */
@NullMarked
package io.logcast.rabbitmq;

import org.jspecify.annotations.NullMarked;
