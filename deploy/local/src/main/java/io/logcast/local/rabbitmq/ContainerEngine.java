package io.logcast.local.rabbitmq;

import io.logcast.local.process.Command;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A docker or podman whose engine answers and that has, or can pull, the image. */
record ContainerEngine(String program) {
    static final String IMAGE = "rabbitmq:" + RabbitVersion.REFERENCE + "-management";
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration PULL = Duration.ofMinutes(5);

    /** @param state where a pull that failed is remembered */
    static Optional<ContainerEngine> find(Path state, Progress progress) {
        return Stream.of("docker", "podman")
                // A client alone answers "version"; "info" needs the engine.
                .filter(program -> Command.succeeds(PROBE, program, "info"))
                .map(ContainerEngine::new)
                .filter(engine -> engine.hasImage() || engine.pulls(state, progress))
                .findFirst();
    }

    private boolean hasImage() {
        return Command.succeeds(PROBE, program, "image", "inspect", IMAGE);
    }

    boolean pulls(Path state, Progress progress) {
        try {
            new LastFailure(state.resolve(program + ".unavailable")).remembering(() -> {
                progress.show("RabbitMQ: " + program + " pulls " + IMAGE);
                Command.run(PULL, program, "pull", IMAGE).orThrow();
            });
            return true;
        } catch (LocalProcessException | IOException e) {
            progress.show("%s cannot pull %s, trying another way: %s".formatted(program, IMAGE, LastFailure.reason(e)));
            return false;
        }
    }
}
