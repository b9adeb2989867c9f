/** Events as they arrive, for whoever reads them. */
@NullMarked
package io.logcast.consumer.livetail;

import org.jspecify.annotations.NullMarked;
