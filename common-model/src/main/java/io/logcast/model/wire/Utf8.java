package io.logcast.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as it comes from files and from other programs. */
public final class Utf8 {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Utf8() {}

    /** The length of the byte order mark that the text begins with: 3, or 0 if it has none. */
    public static int markLength(byte[] text, int offset, int length) {
        var hasMark = length >= MARK.length
                && text[offset] == MARK[0]
                && text[offset + 1] == MARK[1]
                && text[offset + 2] == MARK[2];
        return hasMark ? MARK.length : 0;
    }

    /**
     * The text without its byte order mark.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    public static String decode(byte[] text) throws CharacterCodingException {
        var mark = markLength(text, 0, text.length);
        return decode(text, mark, text.length - mark);
    }

    /** The same for a part of the bytes; a byte order mark in it is kept. */
    public static String decode(byte[] text, int offset, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(text, offset, length))
                .toString();
    }
}
