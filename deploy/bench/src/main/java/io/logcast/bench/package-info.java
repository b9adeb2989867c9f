/** Benchmarks: candidates that do the same work, measured in turn, and what is reported of them. */
@NullMarked
package io.logcast.bench;

import org.jspecify.annotations.NullMarked;
