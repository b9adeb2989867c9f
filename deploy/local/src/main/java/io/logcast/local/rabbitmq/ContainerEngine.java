package io.logcast.local.rabbitmq;

import io.logcast.local.process.Command;
import io.logcast.local.process.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A docker or podman whose engine answers and that has, or can pull, the image. */
record ContainerEngine(String program) {
    static final String IMAGE = "rabbitmq:" + RabbitVersion.REFERENCE + "-management";
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration PULL = Duration.ofMinutes(10);

    static Optional<ContainerEngine> find(Progress progress) {
        return Stream.of("docker", "podman")
                // A client alone answers "version"; "info" needs the engine.
                .filter(program -> Command.succeeds(PROBE, program, "info"))
                .map(ContainerEngine::new)
                .filter(engine -> engine.hasImage(progress))
                .findFirst();
    }

    private boolean hasImage(Progress progress) {
        if (Command.succeeds(PROBE, program, "image", "inspect", IMAGE)) {
            return true;
        }
        progress.show("RabbitMQ: " + program + " pulls " + IMAGE);
        boolean pulled = Command.succeeds(PULL, program, "pull", IMAGE);
        if (!pulled) {
            progress.show("RabbitMQ: " + program + " could not pull " + IMAGE + ", trying another way");
        }
        return pulled;
    }
}
