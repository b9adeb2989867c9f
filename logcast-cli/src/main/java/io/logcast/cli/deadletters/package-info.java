/** Lists, shows, replays and discards dead letters. */
@NullMarked
package io.logcast.cli.deadletters;

import org.jspecify.annotations.NullMarked;
