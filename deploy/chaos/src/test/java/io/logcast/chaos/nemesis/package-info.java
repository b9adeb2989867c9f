/** What goes wrong. */
@NullMarked
package io.logcast.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
