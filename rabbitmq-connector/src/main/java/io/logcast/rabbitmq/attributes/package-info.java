/**
 * The attributes that a channel can have, and how they are read from the configuration.
 *
 * <p>To add a channel attribute, add it to its section here, such as {@code PublishingAttributes}, and read it in that part's
 * settings: {@code incoming.ConsumeSettings}, {@code outgoing.PublishSettings}, {@code connection.ConnectionSettings} or {@code
 * topology.TopologyReader}. The README's tables are checked against the sections; {@code -Dtest=ReadmeTest -Dreadme.write} writes
 * them.
 */
@NullMarked
package io.logcast.rabbitmq.attributes;

import org.jspecify.annotations.NullMarked;
