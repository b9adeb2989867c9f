/**
 * What all tables share: the database's clock, its connections, its schema, and its health. The statements are in
 * {@link io.logcast.consumer.archive.table}, {@link io.logcast.consumer.deadletters} and {@link
 * io.logcast.consumer.subscriptions}; the schema in db/migration.
 */
@NullMarked
package io.logcast.consumer.database;

import org.jspecify.annotations.NullMarked;
