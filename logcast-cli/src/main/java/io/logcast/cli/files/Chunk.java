package io.logcast.cli.files;

import java.util.List;

/** Lines of one file that are to be sent, and where it will have been sent to when they are. */
public final class Chunk {

    private final Position after;
    private final List<Line> lines;

    Chunk(Position after, List<Line> lines) {
        this.after = after;
        this.lines = lines;
    }

    /** Names the file in the ids of its lines. */
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
