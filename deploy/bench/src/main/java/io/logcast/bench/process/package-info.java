/** Candidates in processes of their own, so that the CPU time of each can be measured. */
@NullMarked
package io.logcast.bench.process;

import org.jspecify.annotations.NullMarked;
