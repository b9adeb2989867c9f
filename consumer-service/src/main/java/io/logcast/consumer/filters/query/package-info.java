/** The query language: its grammar, what a query means for an event, and the words that texts are made of. */
@NullMarked
package io.logcast.consumer.filters.query;

import org.jspecify.annotations.NullMarked;
