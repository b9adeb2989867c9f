/** Helpers that the tests of the packages below share. */
@NullMarked
package io.logcast.consumer;

import org.jspecify.annotations.NullMarked;
