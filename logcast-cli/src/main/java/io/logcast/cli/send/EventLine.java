package io.logcast.cli.send;

/**
 * An event as it is sent.
 *
 * @param offset the offset of its line, from the beginning of the file or stream
 * @param json without a line feed
 */
record EventLine(long offset, byte[] json) {}
