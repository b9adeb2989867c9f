/** Events as JSON lines, and reading the producer's answers, without a library that an application may have in another version. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.json;
