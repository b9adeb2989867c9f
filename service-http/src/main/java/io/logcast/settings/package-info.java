/** The types of settings of both services, and the clock. */
@NullMarked
package io.logcast.settings;

import org.jspecify.annotations.NullMarked;
