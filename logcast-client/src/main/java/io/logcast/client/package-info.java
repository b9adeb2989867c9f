/** Sends log events from inside an application, or from a command. */
@org.jspecify.annotations.NullMarked
package io.logcast.client;
