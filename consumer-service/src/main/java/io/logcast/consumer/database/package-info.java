/** What all tables share: the database's clock, its connections, its schema, and whether it is there. */
@NullMarked
package io.logcast.consumer.database;

import org.jspecify.annotations.NullMarked;
