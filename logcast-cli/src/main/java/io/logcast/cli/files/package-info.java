/** Reads log files while they grow, are rotated and truncated, and keeps how far they have been sent. */
@NullMarked
package io.logcast.cli.files;

import org.jspecify.annotations.NullMarked;
