/** Tests of the manifests, chart, compose files, images, systemd unit and alerts, and of the documentation. */
@NullMarked
package io.logcast.manifests;

import org.jspecify.annotations.NullMarked;
