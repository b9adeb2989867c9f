/** Benchmarks: candidates that do the same work, measured in turn. */
@NullMarked
package io.logcast.bench;

import org.jspecify.annotations.NullMarked;
