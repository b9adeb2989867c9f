/** Sends requests at a bounded rate, and records their answers in a ledger. */
@NullMarked
package io.logcast.chaos.load;

import org.jspecify.annotations.NullMarked;
