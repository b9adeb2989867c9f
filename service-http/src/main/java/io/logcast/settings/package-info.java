/** The forms that settings of both services have, and the clock. */
@NullMarked
package io.logcast.settings;

import org.jspecify.annotations.NullMarked;
