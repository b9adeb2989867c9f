/**
 * Takes log events over HTTP and answers once the broker has confirmed them.
 *
 * <p>To add an ingest format: its content type in {@link io.logcast.producer.logs.BodyFormat}; a case in the switch of {@link
 * io.logcast.producer.logs.LogRequests}; the OpenAPI annotations of {@link io.logcast.producer.logs.LogResource}; a label of the
 * metrics in {@link io.logcast.producer.logs.EventFormat}; a constant of {@code FuzzedFormat} in deploy/e2e; docs/sending.md.
 *
 * <p>To add the protocol of a shipper: a package beside this one, with a resource that hands its events to {@link
 * io.logcast.producer.logs.ShippedRequests} and an {@link io.logcast.http.ErrorForm} for its errors; its paths in
 * application.properties, and in RoutesTest and ArchitectureTest; labels and constants as above; docs/shippers.md.
 */
@NullMarked
package io.logcast.producer.logs;

import org.jspecify.annotations.NullMarked;
