/** Events of a shop in which five incidents are hidden, for those who try whether the page helps to find them. */
@NullMarked
package io.logcast.browser.incidents;

import org.jspecify.annotations.NullMarked;
