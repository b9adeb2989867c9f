/** The faults that are caused. */
@NullMarked
package io.logcast.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
