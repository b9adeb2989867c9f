/** Who may call, and what a start refuses that would let in everybody by mistake. */
@NullMarked
package io.logcast.producer.security;

import org.jspecify.annotations.NullMarked;
