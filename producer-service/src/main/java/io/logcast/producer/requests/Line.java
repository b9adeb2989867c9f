package io.logcast.producer.requests;

/**
 * One line of a body, without its line feed.
 *
 * @param number counted from 1
 * @param bytes what the line is a part of
 * @param isTooLong whether it was longer than allowed; nothing of it is kept then
 */
public record Line(long number, byte[] bytes, int offset, int length, boolean isTooLong) {

    /** Whether there is nothing but blanks, tabs and carriage returns. */
    public boolean isBlank() {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return !isTooLong;
    }
}
