/** Elasticsearch's bulk API, and the calls that its clients make before they use it. */
@NullMarked
package io.logcast.producer.elasticsearch;

import org.jspecify.annotations.NullMarked;
