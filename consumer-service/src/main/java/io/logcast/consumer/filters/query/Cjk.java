package io.logcast.consumer.filters.query;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;

/**
 * The characters of Chinese, Japanese and Korean, where a run of letters between two blanks may be more than one word.
 */
final class Cjk {

    static final int FIRST = 0x1100;

    private static final int[][] RANGES = {
        {FIRST, 0x11FF},
        {0x3005, 0x3007},
        {0x3021, 0x3029},
        {0x3031, 0x3035},
        {0x3038, 0x303C},
        {0x3041, 0x30FF},
        {0x3105, 0x318E},
        {0x31A0, 0x31FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xA960, 0xA97C},
        {0xAC00, 0xD7FB},
        {0xF900, 0xFAFF},
        {0xFF66, 0xFFDC},
        {0x20000, 0x3FFFD},
    };

    /** The ranges, as in the brackets of a regular expression. */
    static final String CLASS = Arrays.stream(RANGES)
            .map(range -> Character.toString(range[0]) + "-" + Character.toString(range[1]))
            .collect(joining());

    private Cjk() {}

    static boolean contains(int character) {
        return character >= FIRST
                && Arrays.stream(RANGES).anyMatch(range -> character >= range[0] && character <= range[1]);
    }
}
