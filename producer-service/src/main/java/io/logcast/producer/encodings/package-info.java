/** Takes content codings off bodies, a piece at a time, as they come. */
@NullMarked
package io.logcast.producer.encodings;

import org.jspecify.annotations.NullMarked;
