package io.logcast.local.process;

/** Receives progress messages, one line at a time, for somebody who waits. */
@FunctionalInterface
public interface Progress {
    Progress NONE = line -> {};

    void show(String line);
}
