/** What became of the accepted events, as figures. */
@NullMarked
package io.logcast.chaos.report;

import org.jspecify.annotations.NullMarked;
