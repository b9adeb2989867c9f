/** Errors as RFC 9457 problem details. */
@NullMarked
package io.logcast.producer.http;

import org.jspecify.annotations.NullMarked;
