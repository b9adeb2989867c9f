/** The built services over HTTP: how long searches take, and how long an event is on its way to a reader. */
@NullMarked
package io.logcast.bench.http;

import org.jspecify.annotations.NullMarked;
