/** The command {@code logcast} and its subcommands. */
@NullMarked
package io.logcast.cli;

import org.jspecify.annotations.NullMarked;
