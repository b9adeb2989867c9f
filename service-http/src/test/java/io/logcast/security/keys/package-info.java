@NullMarked
package io.logcast.security.keys;

import org.jspecify.annotations.NullMarked;
