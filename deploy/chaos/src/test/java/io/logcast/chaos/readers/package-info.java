/** Reads what the services say beside the archive: a subscription, the live tail and receipts. */
@NullMarked
package io.logcast.chaos.readers;

import org.jspecify.annotations.NullMarked;
