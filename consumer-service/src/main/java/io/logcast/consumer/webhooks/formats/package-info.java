/** The bodies in which batches are sent: JSON, CloudEvents and OTLP. */
@NullMarked
package io.logcast.consumer.webhooks.formats;

import org.jspecify.annotations.NullMarked;
