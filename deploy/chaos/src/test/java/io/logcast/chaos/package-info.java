/** The chaos suite shows that every accepted event is archived exactly once, whatever fails. */
@NullMarked
package io.logcast.chaos;

import org.jspecify.annotations.NullMarked;
