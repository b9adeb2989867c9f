/** The services over HTTP: their addresses, credentials, answers, and waiting while they are away. */
@NullMarked
package io.logcast.cli.connection;

import org.jspecify.annotations.NullMarked;
