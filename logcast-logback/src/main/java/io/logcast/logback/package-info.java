/** The Logback appender: its settings, and how Logback's events become log events. */
@org.jspecify.annotations.NullMarked
package io.logcast.logback;
