/** Takes events from an application's threads without making these wait. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.outbox;
