package io.logcast.manifests;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Command;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import io.logcast.testing.oidc.Issuer;
import io.logcast.testing.tls.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
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
 * The images, and deploy/compose.production.yaml with them, except Grafana. Nothing is pulled: everything is based on
 * one image made from Debian's packages. Needs root, podman, podman-compose and mmdebstrap.
 */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainersIT {

    private static final Duration BUILD = Duration.ofMinutes(15);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration PROMPT = Duration.ofSeconds(60);
    private static final String BASE = "localhost/logcast-test-base:local";
    // The name in src/test/containers/compose.yaml.
    private static final String IMAGE = "localhost/logcast-test-%s-service:local";
    private static final Path FILES = Path.of("src/test/containers").toAbsolutePath();
    private static final Path CERTIFICATES = Path.of("target/certificates").toAbsolutePath();
    private static final List<String> SERVICES =
            List.of("rabbitmq", "postgresql", "issuer", "producer-service", "consumer-service", "prometheus");

    private final int producer = Ports.free();
    private final int consumer = Ports.free();
    private final int issuer = Ports.free();
    private final int prometheus = Ports.free();
    private final String project = "logcast-test-" + producer;
    private final Environment environment = Environment.inheritingAll(Map.ofEntries(
            Map.entry("CONTAINERS_CONF", FILES.resolve("containers.conf").toString()),
            Map.entry("RABBITMQ_PASSWORD", UUID.randomUUID().toString()),
            Map.entry("POSTGRESQL_PASSWORD", UUID.randomUUID().toString()),
            Map.entry("GRAFANA_PASSWORD", UUID.randomUUID().toString()),
            Map.entry("GRAFANA_DATABASE_PASSWORD", UUID.randomUUID().toString()),
            Map.entry("OIDC_ISSUER", "http://issuer:8080"),
            Map.entry("OIDC_AUDIENCE", Issuer.CLIENT),
            Map.entry("OIDC_CLIENT_ID", Issuer.CLIENT),
            Map.entry("OIDC_CLIENT_SECRET", Issuer.SECRET),
            Map.entry("ISSUER_CLASSES", classes()),
            Map.entry("ISSUER_PORT", Integer.toString(issuer)),
            Map.entry("CERTIFICATES", CERTIFICATES.toString()),
            Map.entry("PROMETHEUS_PORT", Integer.toString(prometheus)),
            Map.entry("PRODUCER_PORT", Integer.toString(producer)),
            Map.entry("CONSUMER_PORT", Integer.toString(consumer)),
            Map.entry("RABBITMQ_MANAGEMENT_PORT", Integer.toString(Ports.free()))));
    private final HttpClient http = client();

    @BeforeAll
    void up() {
        run(BUILD, "bash", FILES.resolve("base").toString(), BASE);
        compose(BUILD, "build", "producer-service", "consumer-service");
        var up = new ArrayList<>(List.of("up", "-d"));
        up.addAll(SERVICES);
        compose(BUILD, up.toArray(String[]::new));
    }

    @AfterAll
    void down() {
        compose(PROMPT.multipliedBy(3), "down", "-v");
        run(PROMPT, "podman", "rmi", "--ignore", IMAGE.formatted("producer"), IMAGE.formatted("consumer"));
    }

    @Test
    void anEventIsPostedAndFoundWithATokenOverHttps() {
        var event = request(producer, "/api/v1/logs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "b1c8f3ce-4d4e-4a53-9c3b-7c0f5d7c4b11")
                .POST(BodyPublishers.ofString("{\"message\":\"from a container\"}"));
        awaitStatus(401, event.build());
        awaitStatus(
                202,
                event.header("Authorization", "Bearer " + token("publisher")).build());
        var archived = request(consumer, "/api/v1/logs/b1c8f3ce-4d4e-4a53-9c3b-7c0f5d7c4b11")
                .header("Authorization", "Bearer " + token("subscriber"));
        assertThat(awaitStatus(200, archived.build()).body()).contains("from a container");
    }

    @Test
    void prometheusReachesEverythingAndKnowsTheAlerts() {
        var targets = prometheus("/api/v1/targets?state=active");
        assertThat(Deadline.in(START).await(() -> healthy(prometheus("/api/v1/targets?state=active")) == 4))
                .as("all targets are up: %s", targets)
                .isTrue();
        assertThat(prometheus("/api/v1/rules")).contains("LogcastDatabaseAway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void aServiceHasNoMoreRightsThanItNeeds(String service) {
        assertThat(inside(service, "id -u")).isEqualTo("10001");
        // The paths of version 2 and version 1 of control groups.
        assertThat(inside(
                        service, "cd /sys/fs/cgroup && cat memory.max 2>/dev/null || cat memory/memory.limit_in_bytes"))
                .isEqualTo("536870912");
        assertThat(inside(service, "grep CapEff /proc/1/status")).endsWith("\t0000000000000000");
        assertThat(inside(service, "touch /app/new 2>&1 || true")).contains("Read-only file system");
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(PROMPT);
    }

    private String token(String role) {
        var form = "grant_type=client_credentials&client_id=" + Issuer.CLIENT + "&scope=" + role;
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + issuer + "/token"))
                .timeout(PROMPT)
                .POST(BodyPublishers.ofString(form))
                .build();
        var answer = awaitStatus(200, request).body();
        return answer.replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    private String prometheus(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + prometheus + path))
                .timeout(PROMPT)
                .build();
        return awaitStatus(200, request).body();
    }

    private static int healthy(String targets) {
        return targets.split("\"health\":\"up\"", -1).length - 1;
    }

    private static HttpClient client() {
        Folders.delete(CERTIFICATES);
        CERTIFICATES.toFile().mkdirs();
        var localhost = Certificates.of("tls", "dns:localhost", CERTIFICATES);
        // The container's user has to read them.
        for (var file : List.of(CERTIFICATES, localhost.certificate(), localhost.key())) {
            file.toFile().setReadable(true, false);
            file.toFile().setExecutable(Files.isDirectory(file), false);
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(localhost.context(localhost))
                .build();
    }

    /** The folder of the issuer's classes, for a container that has only a JRE. */
    private static String classes() {
        return Path.of(Issuer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private HttpResponse<String> awaitStatus(int status, HttpRequest request) {
        var answers = new ArrayList<HttpResponse<String>>();
        assertThat(Deadline.in(START).await(() -> {
                    try {
                        answers.add(http.send(request, ofString()));
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
                deploy.resolve("compose.production.yaml").toString(),
                "-f",
                FILES.resolve("compose.yaml").toString()));
        line.addAll(List.of(arguments));
        run(deadline, line.toArray(String[]::new));
    }

    private String run(Duration deadline, String... line) {
        return Command.run(deadline, environment, List.of(line)).orThrow().output();
    }
}
