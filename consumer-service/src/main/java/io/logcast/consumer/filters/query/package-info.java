/**
 * The query language: its grammar, which events match a query, and the words of texts. {@code QueryMatcher} matches one
 * event; {@code QueryCondition} of {@code archive.table} turns a query into SQL.
 */
@NullMarked
package io.logcast.consumer.filters.query;

import org.jspecify.annotations.NullMarked;
