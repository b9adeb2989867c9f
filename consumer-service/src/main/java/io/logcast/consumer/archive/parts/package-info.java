/** The parts of the archive's table: which one events go into, and when parts begin, end and are dropped. */
@NullMarked
package io.logcast.consumer.archive.parts;

import org.jspecify.annotations.NullMarked;
