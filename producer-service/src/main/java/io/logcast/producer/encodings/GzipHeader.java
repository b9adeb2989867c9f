package io.logcast.producer.encodings;

/** Skips the header of a member of gzip (RFC 1952), byte by byte. */
final class GzipHeader {

    private static final int FIXED = 10;
    private static final int FLAGS_AT = 3;
    private static final int CHECK_FLAG = 2;
    private static final int EXTRA_FLAG = 4;
    private static final int NAME_FLAG = 8;
    private static final int COMMENT_FLAG = 16;
    private static final int[] MAGIC = {0x1f, 0x8b, 8};

    private int position;
    private int flags;
    private int length;
    private Part part = Part.FIXED;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECK,
        END
    }

    boolean hasBegun() {
        return part != Part.FIXED || position > 0;
    }

    /** Takes the next byte; true if the header ends with it. */
    boolean hasEndedWith(int next) {
        switch (part) {
            case FIXED -> fixed(next);
            case EXTRA_LENGTH -> extraLength(next);
            case EXTRA -> {
                if (++position == length) {
                    goOn(Part.NAME);
                }
            }
            case NAME -> {
                if (next == 0) {
                    goOn(Part.COMMENT);
                }
            }
            case COMMENT -> {
                if (next == 0) {
                    goOn(Part.CHECK);
                }
            }
            case CHECK -> {
                if (++position == 2) {
                    goOn(Part.END);
                }
            }
            case END -> throw new IllegalStateException("the header has ended");
        }
        return part == Part.END;
    }

    private void fixed(int next) {
        if (position < MAGIC.length && next != MAGIC[position]) {
            throw BrokenEncodingException.of("gzip", "it does not begin as gzip does");
        }
        if (position == FLAGS_AT) {
            flags = next;
        }
        if (++position == FIXED) {
            goOn(Part.EXTRA_LENGTH);
        }
    }

    private void extraLength(int next) {
        length |= next << 8 * position;
        if (++position == 2) {
            goOn(length == 0 ? Part.NAME : Part.EXTRA);
        }
    }

    /** Goes on to that part, or past it if the header does not have it. */
    private void goOn(Part next) {
        position = 0;
        part = switch (next) {
            case EXTRA_LENGTH -> has(EXTRA_FLAG) ? next : firstFrom(Part.NAME);
            case EXTRA -> next;
            default -> firstFrom(next);
        };
    }

    private Part firstFrom(Part next) {
        if (next == Part.NAME && has(NAME_FLAG)) {
            return Part.NAME;
        }
        if (next.compareTo(Part.COMMENT) <= 0 && has(COMMENT_FLAG)) {
            return Part.COMMENT;
        }
        return next.compareTo(Part.CHECK) <= 0 && has(CHECK_FLAG) ? Part.CHECK : Part.END;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
