/** Elasticsearch's bulk API, and what its clients ask before they use it. */
@NullMarked
package io.logcast.producer.elasticsearch;

import org.jspecify.annotations.NullMarked;
