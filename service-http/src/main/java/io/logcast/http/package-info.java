/** How both services answer errors over HTTP. */
@NullMarked
package io.logcast.http;

import org.jspecify.annotations.NullMarked;
