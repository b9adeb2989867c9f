/** Loki's push API, for what ships to Grafana Loki. */
@NullMarked
package io.logcast.producer.loki;

import org.jspecify.annotations.NullMarked;
