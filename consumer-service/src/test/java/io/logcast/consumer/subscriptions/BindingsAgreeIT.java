package io.logcast.consumer.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.subscriptions.AttributeBinding.Match;
import io.logcast.http.InvalidFieldException;
import io.logcast.model.wire.Route;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replay asks the binding itself, and the broker routes by it: both match the same routes. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class BindingsAgreeIT extends BrokerTest {

    private static final Exchanges EXCHANGES = new Exchanges("logs", "logs.topic", "logs.headers", "logs.returned");
    private static final List<String> WORDS = List.of("a", "b", "A");
    private static final List<String> SEVERITIES = List.of("info", "error");
    // Without 1.0: on RabbitMQ 3.10 it is the same as 1, and on 4.3 it is not.
    private static final List<Object> VALUES = List.of("1", 1L, 2.5, true, "true");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void onEveryRoute() throws Exception {
        // The exchanges are declared with the first subscription.
        SubscriptionClient.created("{}");
        // Given: the queues of random bindings
        var bindings = new LinkedHashMap<String, Binding>();
        for (var binding : bindings()) {
            var queue = broker.channel().queueDeclare().getQueue();
            for (var bound : binding.queueBindings(EXCHANGES)) {
                broker.channel().queueBind(queue, bound.exchange(), bound.routingKey(), bound.arguments());
            }
            bindings.put(queue, binding);
        }
        var routes = Stream.generate(this::route)
                .limit(100)
                .collect(Collectors.toMap(route -> UUID.randomUUID().toString(), route -> route));
        // When
        broker.channel().confirmSelect();
        for (var route : routes.entrySet()) {
            publish(route.getKey(), route.getValue());
        }
        broker.channel().waitForConfirmsOrDie(PATIENCE.toMillis());
        // Then
        for (var binding : bindings.entrySet()) {
            var expected = routes.entrySet().stream()
                    .filter(route -> binding.getValue().matches(route.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(taken(binding.getKey(), routes))
                    .as("seed %d, %s", seed, binding.getValue())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private void publish(String id, Route route) throws Exception {
        var headers = new HashMap<>(route.attributes());
        var properties = new BasicProperties.Builder().headers(headers).build();
        broker.channel().basicPublish("logs", route.key(), properties, id.getBytes(StandardCharsets.UTF_8));
    }

    /** What others broadcast meanwhile is left out. */
    private List<String> taken(String queue, Map<String, Route> routes) throws Exception {
        var taken = new ArrayList<String>();
        for (var next = broker.channel().basicGet(queue, true);
                next != null;
                next = broker.channel().basicGet(queue, true)) {
            var id = new String(next.getBody(), StandardCharsets.UTF_8);
            if (routes.containsKey(id)) {
                taken.add(id);
            }
        }
        return taken;
    }

    private List<Binding> bindings() {
        var bindings = new ArrayList<Binding>(List.of(
                new Binding.All(),
                new Binding.None(),
                new Binding.Severities(Arrays.asList("ERROR")),
                new Binding.Patterns(Arrays.asList("#")),
                new Binding.Patterns(Arrays.asList("#.#.*.#.a.#")),
                new Binding.Patterns(Arrays.asList("*.#.#.info", "a.*"))));
        Stream.generate(() -> new Binding.Patterns(Arrays.asList(pattern(), pattern())))
                .filter(BindingsAgreeIT::isTaken)
                .limit(30)
                .forEach(bindings::add);
        Stream.generate(() -> new AttributeBinding(attributes(1), random.nextBoolean() ? Match.ALL : Match.ANY))
                .limit(30)
                .forEach(bindings::add);
        return bindings;
    }

    private static boolean isTaken(Binding binding) {
        try {
            binding.check(new RoutingAttributes(List.of()));
            return true;
        } catch (InvalidFieldException e) {
            return false;
        }
    }

    private Route route() {
        return new Route(words(WORDS, 4), one(SEVERITIES), attributes(0));
    }

    private String pattern() {
        return words(List.of("a", "b", "*", "#", "#"), 5) + (random.nextBoolean() ? "." + one(SEVERITIES) : "");
    }

    private String words(List<String> of, int most) {
        return Stream.generate(() -> one(of)).limit(1 + random.nextInt(most)).collect(Collectors.joining("."));
    }

    private Map<String, Object> attributes(int least) {
        var attributes = new LinkedHashMap<String, Object>();
        for (var name : List.of("tenant", "env")) {
            if (attributes.size() < least || random.nextBoolean()) {
                attributes.put(name, one(VALUES));
            }
        }
        return attributes;
    }

    private <T> T one(List<T> elements) {
        return Objects.requireNonNull(elements.get(random.nextInt(elements.size())));
    }
}
