/** How both services authenticate and authorise callers, and refuse a start that would let in everybody by mistake. */
@NullMarked
package io.logcast.security;

import org.jspecify.annotations.NullMarked;
