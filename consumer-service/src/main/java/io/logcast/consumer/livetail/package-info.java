/** Events as they arrive, as Server-Sent Events. */
@NullMarked
package io.logcast.consumer.livetail;

import org.jspecify.annotations.NullMarked;
