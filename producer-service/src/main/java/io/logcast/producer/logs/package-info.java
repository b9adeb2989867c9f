/**
 * Takes log events over HTTP and answers once the broker has confirmed them.
 *
 * <p>To add an ingest format: its content type in {@link io.logcast.producer.logs.BodyFormat}; a case in the switch of {@link
 * io.logcast.producer.logs.LogRequests}; the OpenAPI annotations of {@link io.logcast.producer.logs.LogResource}; a label of the
 * metrics in {@link io.logcast.producer.logs.EventFormat}; a constant of {@code FuzzedFormat} in deploy/e2e; docs/sending.md.
 */
@NullMarked
package io.logcast.producer.logs;

import org.jspecify.annotations.NullMarked;
