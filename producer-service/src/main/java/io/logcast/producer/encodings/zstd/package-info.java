/**
 * Decodes Zstandard (<a href="https://www.rfc-editor.org/rfc/rfc8878">RFC 8878</a>) block by block. Our own, since it
 * has to hand out each block as soon as it is complete, in bounded memory; Java libraries hold back a whole window, or
 * are native.
 */
@NullMarked
package io.logcast.producer.encodings.zstd;

import org.jspecify.annotations.NullMarked;
