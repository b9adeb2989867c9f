/** Checks the sources of the native executables, as far as a JVM can before the native build. */
@org.jspecify.annotations.NullMarked
package io.logcast.manifests.nativesources;
