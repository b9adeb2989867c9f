package io.logcast.producer.requests;

/**
 * One line of a body, without its line feed.
 *
 * @param number counted from 1
 * @param bytes the array that contains the line
 * @param isTooLong whether it was longer than allowed; then its bytes are not kept
 */
public record Line(long number, byte[] bytes, int offset, int length, boolean isTooLong) {

    /** Whether it has only blanks, tabs and carriage returns. */
    public boolean isBlank() {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return !isTooLong;
    }
}
