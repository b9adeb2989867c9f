/** Requests at a bounded rate, and the ledger of what was answered. */
@NullMarked
package io.logcast.chaos.load;

import org.jspecify.annotations.NullMarked;
