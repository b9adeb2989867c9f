/** Splunk's HTTP Event Collector, for its senders. */
@NullMarked
package io.logcast.producer.splunk;

import org.jspecify.annotations.NullMarked;
