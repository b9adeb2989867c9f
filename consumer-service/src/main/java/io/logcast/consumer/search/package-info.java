/** Searches the archive, and exports what it finds. */
@NullMarked
package io.logcast.consumer.search;

import org.jspecify.annotations.NullMarked;
