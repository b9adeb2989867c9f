/** How the fields of a request's events are read: strictly or leniently, and with which defaults. */
@NullMarked
package io.logcast.producer.fields;

import org.jspecify.annotations.NullMarked;
