/** Checks of what the native executables are built from, as far as a JVM can tell before the build. */
@org.jspecify.annotations.NullMarked
package io.logcast.manifests.nativesources;
