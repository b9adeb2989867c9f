package io.logcast.chaos.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The builds that services are started from. */
public enum Release {
    /** This checkout's. */
    CURRENT,
    /** That of another checkout, which the system property {@code chaos.other} names. */
    OTHER;

    private static final String OTHER_CHECKOUT = "chaos.other";

    /** Why there is no other build; empty if there is one. */
    static Optional<String> obstacle() {
        return Files.exists(otherJar("consumer-service"))
                ? Optional.empty()
                : Optional.of("services of two releases need -D" + OTHER_CHECKOUT + ", the folder of a built checkout");
    }

    /** The jar of a module in the other checkout. */
    static Path otherJar(String module) {
        return Path.of(System.getProperty(OTHER_CHECKOUT, ""))
                .resolve(module)
                .resolve("target/quarkus-app/quarkus-run.jar");
    }
}
