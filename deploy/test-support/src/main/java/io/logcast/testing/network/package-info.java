/** The network between a service and its peers, for tests in which it fails. */
@NullMarked
package io.logcast.testing.network;

import org.jspecify.annotations.NullMarked;
