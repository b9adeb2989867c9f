package io.logcast.cli.files;

import java.util.List;

/** Lines of one file that have to be sent, and the file's position once they are. */
public final class Chunk {

    private final Position after;
    private final List<Line> lines;

    Chunk(Position after, List<Line> lines) {
        this.after = after;
        this.lines = lines;
    }

    /** Identifies the file in the ids of its lines. */
    public String file() {
        return after.id();
    }

    public List<Line> lines() {
        return lines;
    }

    Position after() {
        return after;
    }
}
