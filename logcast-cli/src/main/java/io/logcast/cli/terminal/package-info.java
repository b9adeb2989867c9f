/** The output for users: events as lines or JSON, errors, exit codes. */
@NullMarked
package io.logcast.cli.terminal;

import org.jspecify.annotations.NullMarked;
