/** Log files as they grow, are rotated and truncated, and how far they have been sent. */
@NullMarked
package io.logcast.cli.files;

import org.jspecify.annotations.NullMarked;
