@NullMarked
package io.logcast;

import org.jspecify.annotations.NullMarked;
