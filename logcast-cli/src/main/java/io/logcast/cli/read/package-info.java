/** Reads the archive and the live tail. */
@NullMarked
package io.logcast.cli.read;

import org.jspecify.annotations.NullMarked;
