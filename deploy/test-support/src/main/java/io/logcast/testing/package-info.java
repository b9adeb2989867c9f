/** The broker, the database and the issuer that the tests of a module share, and views of them that are not the services'. */
@NullMarked
package io.logcast.testing;

import org.jspecify.annotations.NullMarked;
