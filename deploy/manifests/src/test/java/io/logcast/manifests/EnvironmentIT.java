package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on the built services, since their libraries document the variables that they read. */
class EnvironmentIT {

    /** A line that sets a variable, except variables of the broker's image. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^ *((?:LOGCAST|QUARKUS|RABBITMQ(?!_DEFAULT))_[A-Z0-9_]+)(?:: |=)");

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyVariableIsOneThatTheServiceReads(Overlay overlay) throws IOException {
        for (var service : overlay.services().toList()) {
            var known = Settings.environmentOf(service.name());
            var variables = variables(overlay, service);
            assertThat(variables).as(service.toString()).hasSizeGreaterThan(3);
            assertThat(variables)
                    .as(service.toString())
                    .filteredOn(variable -> known.stream().noneMatch(name -> matches(name, variable)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.production.yaml", "systemd/logcast.env"})
    void everyVariableOfAnInstallationWithoutKubernetesIsOneThatAServiceReads(String file) throws IOException {
        var known = Settings.environmentOf("producer-service");
        known.addAll(Settings.environmentOf("consumer-service"));
        var variables = VARIABLE.matcher(
                        Files.readString(Folders.projectRoot().resolve("deploy").resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(variables).hasSizeGreaterThan(3);
        assertThat(variables)
                .filteredOn(variable -> known.stream().noneMatch(name -> matches(name, variable)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RABBITMQ_USER", "QUARKUS_DATASOURCE_URL", "QUARKUS_TLS_BROKER_CA", "LOGCAST_ROUTING"})
    void aVariableThatNoServiceReadsIsNotKnown(String variable) throws IOException {
        assertThat(Settings.environmentOf("consumer-service")).noneMatch(name -> matches(name, variable));
    }

    private static Set<String> variables(Overlay overlay, Manifest service) {
        var own = service.containers()
                .flatMap(container -> Manifest.elements(container.path("env")))
                .map(variable -> variable.path("name").asText());
        var shared = overlay.settings(service).keySet().stream();
        return Stream.concat(own, shared).collect(Collectors.toSet());
    }

    private static boolean matches(Pattern name, String variable) {
        return name.matcher(variable).matches();
    }
}
