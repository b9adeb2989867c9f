/** Measures how fast producer-service takes events over HTTP. */
@NullMarked
package io.logcast.bench.http;

import org.jspecify.annotations.NullMarked;
