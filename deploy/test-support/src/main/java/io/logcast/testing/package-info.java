/**
 * The broker, the database and the issuer that the tests of a module share, and ways to look into them without the
 * services.
 */
@NullMarked
package io.logcast.testing;

import org.jspecify.annotations.NullMarked;
