/** Tests of the manifests in deploy/kubernetes. */
@NullMarked
package io.logcast.manifests;

import org.jspecify.annotations.NullMarked;
