/**
 * The query language: its grammar, what a query means for an event, and the words that texts are made of. {@code QueryMatcher}
 * answers for one event; {@code QueryCondition} of {@code archive.table} makes SQL of a query.
 */
@NullMarked
package io.logcast.consumer.filters.query;

import org.jspecify.annotations.NullMarked;
