/** Channels of Reactive Messaging that end in a test. */
@NullMarked
package io.logcast.testing.messaging;

import org.jspecify.annotations.NullMarked;
