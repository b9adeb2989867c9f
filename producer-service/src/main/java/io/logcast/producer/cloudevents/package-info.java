/** <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a> as log events. */
@NullMarked
package io.logcast.producer.cloudevents;

import org.jspecify.annotations.NullMarked;
