/**
 * Takes log events over HTTP and answers once the broker has confirmed them.
 *
 * <p>The steps for a new format of events are in CONTRIBUTING.md.
 *
 * <p>To add the protocol of a shipper: a package beside this one, with a resource that hands its events to {@link
 * io.logcast.producer.logs.ShippedRequests} and an {@link io.logcast.http.ErrorForm} for its errors; its paths in
 * application.properties, and in RoutesTest and ArchitectureTest; a constant of {@link
 * io.logcast.producer.logs.EventFormat}, and one of {@code FuzzedFormat} in deploy/e2e; docs/shippers.md.
 */
@NullMarked
package io.logcast.producer.logs;

import org.jspecify.annotations.NullMarked;
