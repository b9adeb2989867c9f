/**
 * What all users of the database share: its clock, its connections, its schema, its health, and when scheduled jobs may run.
 * The SQL statements are in the packages of the features, the migrations in db/migration.
 */
@NullMarked
package io.logcast.consumer.database;

import org.jspecify.annotations.NullMarked;
