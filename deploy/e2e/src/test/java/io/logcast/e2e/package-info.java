/** The whole product as a user has it: processes, HTTP, AMQP. */
@NullMarked
package io.logcast.e2e;

import org.jspecify.annotations.NullMarked;
