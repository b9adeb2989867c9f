/** Keys of callers that cannot get tokens: the file that lists them, and how a call sends one. */
@NullMarked
package io.logcast.security.keys;

import org.jspecify.annotations.NullMarked;
