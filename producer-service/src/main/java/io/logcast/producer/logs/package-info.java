/** Takes log events over HTTP and answers once the broker has confirmed them. */
@NullMarked
package io.logcast.producer.logs;

import org.jspecify.annotations.NullMarked;
