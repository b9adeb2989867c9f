package io.logcast.consumer.archive;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The arguments of the archive's queues. */
final class ArchiveBeans {

    private ArchiveBeans() {}

    @Produces
    @Singleton
    @Identifier("archive-queue-arguments")
    static Map<String, Object> archiveQueueArguments(Config config) {
        return queueArguments(config, "topology.archive.");
    }

    @Produces
    @Singleton
    @Identifier("dead-letter-queue-arguments")
    static Map<String, Object> deadLetterQueueArguments(Config config) {
        return queueArguments(config, "topology.archive-dead-letters.");
    }

    /** The {@code x-} arguments of the shared topology; RabbitMQ expects numbers, not texts. */
    private static Map<String, Object> queueArguments(Config config, String block) {
        var arguments = new HashMap<String, Object>();
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(block + "x-")) {
                var value = config.getValue(property, String.class);
                arguments.put(
                        property.substring(block.length()), value.matches("\\d{1,18}") ? Long.valueOf(value) : value);
            }
        }
        return arguments;
    }
}
