/** Candidates in processes of their own, so that each one's CPU time can be told. */
@NullMarked
package io.logcast.bench.process;

import org.jspecify.annotations.NullMarked;
