/** The Logback appender: what an application configures, and how its events become log events. */
@org.jspecify.annotations.NullMarked
package io.logcast.logback;
