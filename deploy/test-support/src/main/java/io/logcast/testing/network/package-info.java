/** The network between a service and what it speaks to, for tests of what becomes of both when it fails. */
@NullMarked
package io.logcast.testing.network;

import org.jspecify.annotations.NullMarked;
