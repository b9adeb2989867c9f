/**
 * The attributes that a channel can have, and how they are read from the configuration.
 *
 * <p>The steps for a new attribute are in CONTRIBUTING.md.
 */
@NullMarked
package io.logcast.rabbitmq.attributes;

import org.jspecify.annotations.NullMarked;
