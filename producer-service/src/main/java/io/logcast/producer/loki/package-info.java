/** Loki's push API, for shippers for Grafana Loki. */
@NullMarked
package io.logcast.producer.loki;

import org.jspecify.annotations.NullMarked;
