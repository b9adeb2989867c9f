/** Tests of what is made of measurements; no test depends on time. */
@NullMarked
package io.logcast.bench;

import org.jspecify.annotations.NullMarked;
