/**
 * The parts of the archive's table: which one takes events, and when parts begin, end and are dropped. {@code RollOver}
 * begins them and {@code Retention} drops them, by the SQL functions in {@code V8__part_the_archive.sql}.
 */
@NullMarked
package io.logcast.consumer.archive.parts;

import org.jspecify.annotations.NullMarked;
