/** The measurements as Markdown, JSON and SVG. */
@NullMarked
package io.logcast.bench.report;

import org.jspecify.annotations.NullMarked;
