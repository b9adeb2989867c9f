/** An OpenID Connect issuer for tests: real tokens and a real code flow, without passwords. */
@NullMarked
package io.logcast.testing.oidc;

import org.jspecify.annotations.NullMarked;
