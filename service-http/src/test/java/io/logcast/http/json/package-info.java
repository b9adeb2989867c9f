@NullMarked
package io.logcast.http.json;

import org.jspecify.annotations.NullMarked;
