@NullMarked
package io.logcast.http;

import org.jspecify.annotations.NullMarked;
