/** Certificates for tests. */
@NullMarked
package io.logcast.testing.tls;

import org.jspecify.annotations.NullMarked;
