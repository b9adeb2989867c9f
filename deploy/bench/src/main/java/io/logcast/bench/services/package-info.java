/** Benchmarks of both services together: archive, search, live tail, subscriptions, scaling out. */
@NullMarked
package io.logcast.bench.services;

import org.jspecify.annotations.NullMarked;
