/** Takes events from an application's threads without making them wait. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.outbox;
