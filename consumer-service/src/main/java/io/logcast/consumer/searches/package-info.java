/** Searches that people save under a name, for everybody who may search. */
@NullMarked
package io.logcast.consumer.searches;

import org.jspecify.annotations.NullMarked;
