/** Helpers that the tests of the packages below share. */
@NullMarked
package io.logcast.producer;

import org.jspecify.annotations.NullMarked;
