/** For tests of who may call what: the routes of a running application, and calls of them. */
@org.jspecify.annotations.NullMarked
package io.logcast.testing.routes;
