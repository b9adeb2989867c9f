/** What both services ask of callers, and what a start refuses that would let in everybody by mistake. */
@NullMarked
package io.logcast.security;

import org.jspecify.annotations.NullMarked;
