/** Tests of the report. */
@NullMarked
package io.logcast.bench.report;

import org.jspecify.annotations.NullMarked;
