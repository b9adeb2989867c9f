/** JSON in the bodies of requests and answers. */
@NullMarked
package io.logcast.http.json;

import org.jspecify.annotations.NullMarked;
