/** Settings as a service reads them at its start. */
@NullMarked
package io.logcast.testing.settings;

import org.jspecify.annotations.NullMarked;
