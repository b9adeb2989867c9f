package io.logcast.consumer.archive;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The clock, and the arguments of the archive's queue. */
final class ArchiveBeans {

    private static final String QUEUE = "topology.archive.";

    private ArchiveBeans() {}

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** The {@code x-} arguments of the shared topology; RabbitMQ wants numbers as numbers. */
    @Produces
    @Singleton
    @Identifier("archive-queue-arguments")
    static Map<String, Object> archiveQueueArguments(Config config) {
        var arguments = new HashMap<String, Object>();
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(QUEUE + "x-")) {
                var value = config.getValue(property, String.class);
                arguments.put(
                        property.substring(QUEUE.length()), value.matches("\\d{1,18}") ? Long.valueOf(value) : value);
            }
        }
        return arguments;
    }
}
