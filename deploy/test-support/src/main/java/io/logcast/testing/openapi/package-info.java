/** The page docs/api.md, made from the services' OpenAPI documents. */
@NullMarked
package io.logcast.testing.openapi;

import org.jspecify.annotations.NullMarked;
