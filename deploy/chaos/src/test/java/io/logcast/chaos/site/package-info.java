/** The services, their broker and their database as processes, with proxies in between, and probes that look inside. */
@NullMarked
package io.logcast.chaos.site;

import org.jspecify.annotations.NullMarked;
