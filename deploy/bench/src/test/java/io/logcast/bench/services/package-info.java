/** Tests of which candidates take part; nothing is started. */
@NullMarked
package io.logcast.bench.services;

import org.jspecify.annotations.NullMarked;
