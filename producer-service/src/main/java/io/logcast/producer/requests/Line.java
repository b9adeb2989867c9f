package io.logcast.producer.requests;

/**
 * One line of a body, without its line feed.
 *
 * @param number counted from 1
 * @param bytes what the line is a part of
 * @param isTooLong whether it was longer than allowed; nothing of it is kept then
 */
public record Line(long number, byte[] bytes, int offset, int length, boolean isTooLong) {

    /** Whether there is nothing but a carriage return. */
    public boolean isBlank() {
        return !isTooLong && (length == 0 || (length == 1 && bytes[offset] == '\r'));
    }
}
