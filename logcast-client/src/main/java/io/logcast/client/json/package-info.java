/**
 * Writes events as JSON lines and reads the producer's answers, without a JSON library, since an application may have
 * it in another version.
 */
@org.jspecify.annotations.NullMarked
package io.logcast.client.json;
