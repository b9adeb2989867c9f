/** Tests of the web page as people see it, with the built services and a headless Chromium. */
@NullMarked
package io.logcast.browser;

import org.jspecify.annotations.NullMarked;
