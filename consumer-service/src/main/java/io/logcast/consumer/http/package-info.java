/** Log events as JSON over HTTP. */
@NullMarked
package io.logcast.consumer.http;

import org.jspecify.annotations.NullMarked;
