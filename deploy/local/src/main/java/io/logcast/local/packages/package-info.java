/** Packages of this machine's Debian or Ubuntu, unpacked into a folder instead of installed. */
@NullMarked
package io.logcast.local.packages;

import org.jspecify.annotations.NullMarked;
