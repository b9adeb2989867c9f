/** The Log4j2 appender: its plugin, and how Log4j2's events become log events. */
@org.jspecify.annotations.NullMarked
package io.logcast.log4j2;
