/** The forms that settings of both services have. */
@NullMarked
package io.logcast.settings;

import org.jspecify.annotations.NullMarked;
