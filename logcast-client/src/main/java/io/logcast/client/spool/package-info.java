/** A bounded, ordered queue of lines on disk that survives the death of its process. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.spool;
