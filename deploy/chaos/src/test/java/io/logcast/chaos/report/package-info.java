/** Reports, in figures, what became of the accepted events. */
@NullMarked
package io.logcast.chaos.report;

import org.jspecify.annotations.NullMarked;
