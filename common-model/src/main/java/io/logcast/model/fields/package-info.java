/** Reads what loggers, shippers and foreign publishers send as log events: which of their fields becomes which of ours. */
@NullMarked
package io.logcast.model.fields;

import org.jspecify.annotations.NullMarked;
