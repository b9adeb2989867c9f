/** The routes of a running application, and calls of them, for tests of permissions. */
@org.jspecify.annotations.NullMarked
package io.logcast.testing.routes;
