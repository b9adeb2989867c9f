package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.local.ServiceProcess;
import io.logcast.local.process.Folders;
import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.testing.PlainClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The services as the broker's users of {@code deploy/rabbitmq/permissions.json}, whose permissions suffice for
 * everything.
 */
class BrokerPermissionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "a-password-of-the-test";
    private static final Map<String, Object> EVERYTHING = Map.of("binding", Map.of("type", "all"));

    private static Installation installation;
    private static ServiceProcess producer;
    private static ServiceProcess consumer;

    @BeforeAll
    static void start() throws IOException {
        installation = new Installation();
        for (var permission : permissions()) {
            grant(permission);
        }
        // On an empty broker, the producer alone declares what it needs.
        producer = start("producer");
        assertThat(post(Map.of("message", "before any consumer")).statusCode()).isEqualTo(202);
        consumer = start("consumer");
    }

    @AfterAll
    static void stop() throws IOException {
        consumer.close();
        producer.close();
        installation.close();
        for (var permission : permissions()) {
            management().delete("/api/users/" + user(permission));
        }
    }

    @Test
    void eventsAreArchivedAndHaveReceipts() {
        // When
        var id = LogClient.acceptedId(post(Map.of("message", "to the archive")));
        // Then
        await().atMost(PATIENCE).until(() -> get(consumer, "/api/v1/logs/" + id) == 200);
        assertThat(LogClient.get(producer.baseUri(), "/api/v1/logs/" + id + "/receipt")
                        .body())
                .contains("\"archived\"");
    }

    @Test
    void theLiveTailShowsThem() {
        try (var stream = LiveStream.open(consumer.baseUri())) {
            var id = LogClient.acceptedId(post(Map.of("message", "to the live tail")));
            await().atMost(PATIENCE).until(() -> stream.ids().contains(id));
        }
    }

    @Test
    void subscriptionsOfEveryKindGetThem() {
        // Given
        var bindings = List.<Map<String, Object>>of(
                Map.of("type", "all"),
                Map.of("type", "patterns", "patterns", List.of("granted.#")),
                Map.of("type", "attributes", "attributes", Map.of("tenant", "acme")));
        for (var binding : bindings) {
            var name = "granted-" + binding.get("type");
            var subscription = SubscriptionClient.put(consumer.baseUri(), name, Map.of("binding", binding));
            // When
            post(Map.of("message", "hello", "source", "granted", "attributes", Map.of("tenant", "acme")));
            // Then
            var pulled = subscription.pull("wait=30");
            assertThat(pulled).hasSize(1);
            assertThat(subscription.ack(pulled).path("settled").asInt()).isEqualTo(1);
            subscription.delete();
        }
    }

    @Test
    void anEventGoesToOneQueueAndFromThereToTheDeadLettersAndBack() {
        // Given
        var subscription = SubscriptionClient.put(consumer.baseUri(), "granted-work", EVERYTHING);
        var queue = producer.baseUri().resolve("/api/v1/queues/granted-work/logs");
        var sent = LogClient.call("POST", queue, "application/json", "{\"message\":\"to one queue\"}");
        var id = LogClient.acceptedId(sent);
        var pulled = subscription.pull("wait=30");
        var rejected =
                "{\"reject\":[\"%s\"]}".formatted(pulled.get(0).path("ack_id").asText());
        // When
        call("POST", "/api/v1/subscriptions/granted-work/ack", rejected);
        // Then
        await().atMost(PATIENCE)
                .until(() -> installation.archive().deadLetteredIds().contains(id));
        var replayed = call("POST", "/api/v1/dead-letters/replay?queue=granted-work", "");
        assertThat(LogClient.json(replayed).path("replayed").asInt()).isEqualTo(1);
        assertThat(subscription.pull("wait=30")).hasSize(1);
        subscription.delete();
    }

    @Test
    void aMessageThatCannotBeReadBecomesADeadLetter() throws Exception {
        try (var connection = connect(installation.broker().endpoint().username(), password());
                var channel = connection.createChannel()) {
            var ours = new AMQP.BasicProperties.Builder().type("logcast.v1").build();
            channel.basicPublish("logs", "", ours, "not JSON".getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(PATIENCE)
                .until(() -> LogClient.get(consumer.baseUri(), "/api/v1/dead-letters?kind=unreadable")
                        .body()
                        .contains("\"id\""));
    }

    @Test
    void theProducerMayNoMore() throws Exception {
        var user = user("logcast-producer");
        assertRefused(user, channel -> channel.queueDeclare("another", true, false, false, Map.of()));
        assertRefused(user, channel -> channel.queueDelete("logs.receipts"));
        assertRefused(user, channel -> channel.exchangeDeclare("another", "fanout"));
        assertRefused(user, channel -> channel.basicGet("logs.receipts", true));
        assertRefused(user, channel -> publish(channel, "logs.topic"));
        assertRefused(user, channel -> publish(channel, "amq.topic"));
    }

    @Test
    void theConsumerMayNoMore() throws Exception {
        var user = user("logcast-consumer");
        assertRefused(user, channel -> publish(channel, "logs"));
        assertRefused(user, channel -> publish(channel, "amq.topic"));
        assertRefused(user, channel -> {
            var queue = channel.queueDeclare().getQueue();
            return channel.queueBind(queue, "amq.rabbitmq.trace", "#");
        });
    }

    @Test
    void neitherMayUseTheManagementApi() {
        for (var name : List.of("logcast-producer", "logcast-consumer")) {
            var tags =
                    LogClient.json(management().get("/api/users/" + user(name))).path("tags");
            assertThat(tags.isEmpty() || tags.asText().isEmpty()).isTrue();
        }
    }

    private interface Attempt {
        Object on(Channel channel) throws IOException;
    }

    private static Object publish(Channel channel, String exchange) throws IOException {
        channel.basicPublish(exchange, "a.info", null, new byte[0]);
        // The broker closes the channel before this is answered.
        return channel.queueDeclarePassive("logs.archive");
    }

    private static void assertRefused(String user, Attempt attempt) throws Exception {
        try (var connection = connect(user, PASSWORD)) {
            var channel = connection.createChannel();
            var refusal = catchThrowable(() -> attempt.on(channel));
            while (refusal != null && !(refusal instanceof ShutdownSignalException)) {
                refusal = refusal.getCause();
            }
            assertThat(refusal).isInstanceOf(ShutdownSignalException.class).hasMessageContaining("ACCESS_REFUSED");
        }
    }

    private static Connection connect(String user, String password) throws Exception {
        var factory = PlainClient.factory(installation.broker().endpoint());
        factory.setUsername(user);
        factory.setPassword(password);
        return factory.newConnection("permissions");
    }

    private static ServiceProcess start(String name) {
        return ServiceProcess.of(name + "-service")
                .named(name + "-" + installation.broker().name())
                .env(installation.environment())
                .env("RABBITMQ_USERNAME", user("logcast-" + name))
                .env("RABBITMQ_PASSWORD", PASSWORD)
                .startAndAwaitReady(PATIENCE);
    }

    private static void grant(JsonNode permission) {
        var user = user(permission);
        management().put("/api/users/" + user, "{\"password\":\"" + PASSWORD + "\",\"tags\":\"\"}");
        management()
                .put(
                        "/api/permissions/"
                                + ManagementApi.encoded(installation.broker().name()) + "/" + user,
                        permission.toString());
    }

    private static JsonNode permissions() throws IOException {
        var file = Folders.projectRoot().resolve("deploy/rabbitmq/permissions.json");
        return LogClient.json(Files.readString(file)).path("permissions");
    }

    private static String user(JsonNode permission) {
        return user(permission.path("user").asText());
    }

    /** For this test alone, since users do not belong to a virtual host. */
    private static String user(String name) {
        return name + "-" + installation.broker().name();
    }

    private static String password() {
        return installation.broker().endpoint().password();
    }

    private static ManagementApi management() {
        return installation.broker().management();
    }

    private static HttpResponse<String> post(Map<String, ?> event) {
        return LogClient.post(producer.baseUri(), event);
    }

    private static int get(ServiceProcess service, String path) {
        return LogClient.get(service.baseUri(), path).statusCode();
    }

    private static String call(String method, String path, String body) {
        URI uri = consumer.baseUri().resolve(path);
        return LogClient.call(method, uri, "application/json", body).body();
    }
}
