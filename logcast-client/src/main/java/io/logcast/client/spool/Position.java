package io.logcast.client.spool;

/**
 * A place between two lines of a spool.
 *
 * @param segment the number of the file
 * @param offset the offset in the file, in bytes
 */
public record Position(long segment, long offset) implements Comparable<Position> {

    /** @throws IllegalArgumentException if one of them is negative */
    public Position {
        if (segment < 0 || offset < 0) {
            throw new IllegalArgumentException("segment %d, offset %d".formatted(segment, offset));
        }
    }

    @Override
    public int compareTo(Position other) {
        return segment == other.segment ? Long.compare(offset, other.offset) : Long.compare(segment, other.segment);
    }
}
