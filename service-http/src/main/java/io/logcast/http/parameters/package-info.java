/** The query parameters of calls: what is declared, what is refused, and the rules that several calls share. */
@NullMarked
package io.logcast.http.parameters;

import org.jspecify.annotations.NullMarked;
