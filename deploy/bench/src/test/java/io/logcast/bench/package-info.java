/** Tests of how measurements are evaluated; none depends on time. */
@NullMarked
package io.logcast.bench;

import org.jspecify.annotations.NullMarked;
