/** Tests of who takes part; nothing is started. */
@NullMarked
package io.logcast.bench.services;

import org.jspecify.annotations.NullMarked;
