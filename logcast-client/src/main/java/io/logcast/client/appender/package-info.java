/** What appenders of logging libraries share: settings, the mapping of events, delivery, and reports of trouble. */
@org.jspecify.annotations.NullMarked
package io.logcast.client.appender;
