package io.logcast.client.appender;

import org.jspecify.annotations.Nullable;

/** Where a logging library reports its own state, apart from log events. May be called on any thread. */
public interface AppenderStatus {

    /** For information only. */
    void info(String message);

    /** Something that the appender copes with. */
    void warn(String message);

    /** Something that loses events, or that somebody has to correct. */
    void error(String message, @Nullable Throwable cause);
}
