package io.logcast.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import io.logcast.testing.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables for TLS in docs/security.md, with a certificate that is its own authority. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder; the first test sets the rest.
class TlsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Certificates localhost;
    private static Path certificate;
    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate() {
        localhost = Certificates.of("localhost", "dns:localhost", folder);
        certificate = localhost.certificate();
        tls = localhost.context(localhost);
    }

    @Test
    void aServiceSpeaksItToCallersAndToTheBroker() throws IOException {
        // Given
        var port = Integer.toString(Ports.free());
        try (var broker = tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            broker.setSoTimeout((int) PATIENCE.toMillis());
            var variables = Map.of(
                    "QUARKUS_HTTP_TLS_CONFIGURATION_NAME",
                    "https",
                    "QUARKUS_TLS__HTTPS__KEY_STORE_PEM__0__CERT",
                    certificate.toString(),
                    "QUARKUS_TLS__HTTPS__KEY_STORE_PEM__0__KEY",
                    localhost.key().toString(),
                    "QUARKUS_HTTP_SSL_PORT",
                    port,
                    "QUARKUS_HTTP_INSECURE_REQUESTS",
                    "disabled",
                    "RABBITMQ_PORT",
                    Integer.toString(broker.getLocalPort()),
                    "RABBITMQ_TLS_CONFIGURATION_NAME",
                    "broker",
                    "QUARKUS_TLS_BROKER_TRUST_STORE_PEM_CERTS",
                    certificate.toString());
            assertThat(Files.readString(Folders.projectRoot().resolve("docs/security.md")))
                    .contains(variables.keySet());

            // When
            try (var service = ServiceProcess.of("producer-service")
                    .named("producer-tls")
                    .env(variables)
                    .jvmArgument("-XX:TieredStopAtLevel=1")
                    .start()) {

                // Then
                try (var connection = broker.accept()) {
                    connection.setSoTimeout((int) PATIENCE.toMillis());
                    assertThat(connection.getInputStream().readNBytes(4))
                            .asString(US_ASCII)
                            .isEqualTo("AMQP");
                }
                var answer = await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> get("https://localhost:" + port + "/q/openapi"), got -> got.statusCode() == 200);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
                assertThat(Ports.answers(service.port()))
                        .as("listens without TLS")
                        .isFalse();
            }
        }
    }

    @Test
    void aServiceSpeaksItToTheDatabase() throws IOException, SQLException {
        try (var installation = new Installation();
                var database = Database.start(DatabaseSettings.in(folder.resolve("postgresql")))) {
            // Given
            switchOn(database);
            var parameters = "?sslmode=verify-full&sslrootcert=";
            assertThat(Files.readString(Folders.projectRoot().resolve("docs/security.md")))
                    .contains(parameters);

            // When
            try (var service = ServiceProcess.of("consumer-service")
                    .named("consumer-tls")
                    .env(installation.environment())
                    .env(
                            "QUARKUS_DATASOURCE_JDBC_URL",
                            "jdbc:postgresql://localhost:" + database.port() + "/logcast" + parameters + certificate)
                    .jvmArgument("-XX:TieredStopAtLevel=1")
                    .startAndAwaitReady(PATIENCE)) {

                // Then
                assertThat(service.isReady()).isTrue();
                assertThat(sessions(database)).isNotEmpty().containsOnly("TLSv1.3");
            }
        }
    }

    private static void switchOn(Database database) throws IOException, SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            Path data;
            try (var row = statement.executeQuery("show data_directory")) {
                row.next();
                data = Path.of(row.getString(1));
            }
            // PostgreSQL looks for them here, and refuses a key that other users may read.
            Files.copy(certificate, data.resolve("server.crt"));
            Files.setPosixFilePermissions(
                    Files.copy(localhost.key(), data.resolve("server.key")),
                    PosixFilePermissions.fromString("rw-------"));
            statement.execute("alter system set ssl = on");
        }
        database.stop();
        database.start();
    }

    /** The TLS version of each connection except this one; "none" without TLS. */
    private static List<String> sessions(Database database) throws SQLException {
        var versions = new ArrayList<String>();
        try (var connection = database.connect();
                var rows = connection
                        .createStatement()
                        .executeQuery("select coalesce(s.version, 'none') from pg_stat_activity a"
                                + " join pg_stat_ssl s using (pid)"
                                + " where a.backend_type = 'client backend' and a.pid <> pg_backend_pid()")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        return versions;
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
