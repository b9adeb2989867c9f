package io.logcast.local.process;

/** One line at a time on what is being done, for somebody who waits. */
@FunctionalInterface
public interface Progress {
    Progress NONE = line -> {};

    void show(String line);
}
