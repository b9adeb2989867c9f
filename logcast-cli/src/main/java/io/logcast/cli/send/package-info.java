/** Sends the lines of files and of the standard input. */
@NullMarked
package io.logcast.cli.send;

import org.jspecify.annotations.NullMarked;
