/** Events as they arrive, for readers. */
@NullMarked
package io.logcast.consumer.livetail;

import org.jspecify.annotations.NullMarked;
