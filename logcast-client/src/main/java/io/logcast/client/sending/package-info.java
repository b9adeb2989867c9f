/** Sends the contents of a spool to the producer, in order, and tries again for as long as it takes. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.sending;
