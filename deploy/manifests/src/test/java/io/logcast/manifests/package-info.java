/** Tests of the manifests, the chart, the compose files, the images, the systemd unit, the alerts and the documentation. */
@NullMarked
package io.logcast.manifests;

import org.jspecify.annotations.NullMarked;
