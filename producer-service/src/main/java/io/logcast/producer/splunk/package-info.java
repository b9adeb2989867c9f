/** Splunk's HTTP Event Collector, for what ships to it. */
@NullMarked
package io.logcast.producer.splunk;

import org.jspecify.annotations.NullMarked;
