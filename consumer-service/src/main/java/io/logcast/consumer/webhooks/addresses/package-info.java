/** Which addresses may be connected to. */
@NullMarked
package io.logcast.consumer.webhooks.addresses;

import org.jspecify.annotations.NullMarked;
