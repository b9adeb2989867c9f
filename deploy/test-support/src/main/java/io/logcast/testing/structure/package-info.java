/** Rules of structure for more than one module. */
@org.jspecify.annotations.NullMarked
package io.logcast.testing.structure;
