/** The chaos suite: what was accepted is archived once, whatever fails meanwhile. */
@NullMarked
package io.logcast.chaos;

import org.jspecify.annotations.NullMarked;
