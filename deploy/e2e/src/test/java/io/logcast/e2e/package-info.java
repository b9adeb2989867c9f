/** Tests of the whole product as its users see it: processes, HTTP, AMQP. */
@NullMarked
package io.logcast.e2e;

import org.jspecify.annotations.NullMarked;
