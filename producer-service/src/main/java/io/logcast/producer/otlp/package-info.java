/** Logs of <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a> as log events. */
@NullMarked
package io.logcast.producer.otlp;

import org.jspecify.annotations.NullMarked;
