/** The tests that the appenders of all logging libraries have. */
@NullMarked
package io.logcast.testing.appenders;

import org.jspecify.annotations.NullMarked;
