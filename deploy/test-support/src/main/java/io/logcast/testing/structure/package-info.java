/** Rules of structure that hold for more than one module. */
@org.jspecify.annotations.NullMarked
package io.logcast.testing.structure;
