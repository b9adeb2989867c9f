package io.logcast.manifests;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Command;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The images, and deploy/compose.yaml with them. Nothing is pulled: all of it stands on one image that is made of Debian's
 * packages. Needs root, podman, podman-compose and mmdebstrap.
 */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainersIT {

    private static final Duration BUILD = Duration.ofMinutes(15);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration PROMPT = Duration.ofSeconds(60);
    private static final String BASE = "localhost/logcast-test-base:local";
    // As in the compose file beside the base's.
    private static final String IMAGE = "localhost/logcast-test-%s-service:local";
    private static final Path FILES = Path.of("src/test/containers").toAbsolutePath();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int producer = Ports.free();
    private final int consumer = Ports.free();
    private final String project = "logcast-test-" + producer;
    private final Environment environment = Environment.inheritingAll(Map.of(
            "CONTAINERS_CONF", FILES.resolve("containers.conf").toString(),
            "RABBITMQ_PASSWORD", UUID.randomUUID().toString(),
            "POSTGRESQL_PASSWORD", UUID.randomUUID().toString(),
            "PRODUCER_PORT", Integer.toString(producer),
            "CONSUMER_PORT", Integer.toString(consumer),
            "RABBITMQ_MANAGEMENT_PORT", Integer.toString(Ports.free())));

    @BeforeAll
    void up() {
        run(BUILD, "bash", FILES.resolve("base").toString(), BASE);
        compose(BUILD, "build");
        compose(BUILD, "up", "-d");
    }

    @AfterAll
    void down() {
        compose(PROMPT.multipliedBy(3), "down", "-v");
        run(PROMPT, "podman", "rmi", "--ignore", IMAGE.formatted("producer"), IMAGE.formatted("consumer"));
    }

    @Test
    void anEventIsPostedAndFound() {
        var event = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + producer + "/api/v1/logs"))
                .timeout(PROMPT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "b1c8f3ce-4d4e-4a53-9c3b-7c0f5d7c4b11")
                .POST(BodyPublishers.ofString("{\"message\":\"from a container\"}"))
                .build();
        awaitStatus(202, event);
        var archived = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + consumer + "/api/v1/logs/b1c8f3ce-4d4e-4a53-9c3b-7c0f5d7c4b11"))
                .timeout(PROMPT)
                .build();
        assertThat(awaitStatus(200, archived).body()).contains("from a container");
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void aServiceHasNoMoreRightsThanItNeeds(String service) {
        assertThat(inside(service, "id -u")).isEqualTo("10001");
        // Where version 2 of the control groups has it, or version 1.
        assertThat(inside(
                        service, "cd /sys/fs/cgroup && cat memory.max 2>/dev/null || cat memory/memory.limit_in_bytes"))
                .isEqualTo("536870912");
        assertThat(inside(service, "grep CapEff /proc/1/status")).endsWith("\t0000000000000000");
        assertThat(inside(service, "touch /app/new 2>&1 || true")).contains("Read-only file system");
    }

    private HttpResponse<String> awaitStatus(int status, HttpRequest request) {
        var answers = new ArrayList<HttpResponse<String>>();
        assertThat(Deadline.in(START).await(() -> {
                    try {
                        answers.add(HTTP.send(request, ofString()));
                    } catch (IOException e) {
                        return false;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                    return answers.get(answers.size() - 1).statusCode() == status;
                }))
                .as("%s is answered %d; the answers: %s", request.uri(), status, answers)
                .isTrue();
        return answers.get(answers.size() - 1);
    }

    private String inside(String service, String command) {
        return run(PROMPT, "podman", "exec", project + "_" + service + "_1", "sh", "-c", command)
                .strip();
    }

    private void compose(Duration deadline, String... arguments) {
        var deploy = Folders.projectRoot().resolve("deploy");
        var line = new ArrayList<>(List.of(
                "podman-compose",
                "-p",
                project,
                "-f",
                deploy.resolve("compose.yaml").toString(),
                "-f",
                FILES.resolve("compose.yaml").toString()));
        line.addAll(List.of(arguments));
        run(deadline, line.toArray(String[]::new));
    }

    private String run(Duration deadline, String... line) {
        return Command.run(deadline, environment, List.of(line)).orThrow().output();
    }
}
