/** Empties a spool into the producer, in order, for as long as it takes. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.sending;
