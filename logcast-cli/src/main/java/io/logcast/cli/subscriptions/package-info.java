/** Reads the events of a subscription and acknowledges them. */
@NullMarked
package io.logcast.cli.subscriptions;

import org.jspecify.annotations.NullMarked;
