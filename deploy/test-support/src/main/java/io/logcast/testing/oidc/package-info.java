/** An OpenID Connect issuer for tests: real tokens, a real code flow, and whoever one says one is. */
@NullMarked
package io.logcast.testing.oidc;

import org.jspecify.annotations.NullMarked;
