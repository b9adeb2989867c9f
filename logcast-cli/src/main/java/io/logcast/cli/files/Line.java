package io.logcast.cli.files;

/**
 * A line, or a part of a very long one.
 *
 * @param offset the offset of its first byte, from the beginning of the file or stream
 * @param text without the line break
 */
public record Line(long offset, byte[] text) {}
