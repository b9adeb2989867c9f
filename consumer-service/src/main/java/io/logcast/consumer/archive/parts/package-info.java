/**
 * The parts of the archive's table: which one events go into, and when parts begin, end and are dropped. {@code RollOver} has
 * them begin and {@code Retention} has them dropped; the functions that do it are in {@code V8__part_the_archive.sql}.
 */
@NullMarked
package io.logcast.consumer.archive.parts;

import org.jspecify.annotations.NullMarked;
