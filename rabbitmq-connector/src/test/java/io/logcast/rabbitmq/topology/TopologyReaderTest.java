package io.logcast.rabbitmq.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.testing.MapConfig;
import io.logcast.rabbitmq.topology.Declaration.BoundExchange;
import io.logcast.rabbitmq.topology.Declaration.BoundQueue;
import io.logcast.rabbitmq.topology.Declaration.Exchange;
import io.logcast.rabbitmq.topology.Declaration.Queue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyReaderTest {

    private final Map<String, String> global = new HashMap<>();

    @Test
    void anIncomingChannelDeclaresItsExchangeQueueAndBindings() {
        var declarations = read(
                Direction.INCOMING,
                Map.of(
                        "exchange.name", "logs",
                        "exchange.type", "direct",
                        "queue.name", "errors",
                        "routing-keys", "error, fatal"));

        assertThat(declarations)
                .containsExactly(
                        new Exchange("logs", "direct", true, false, Map.of()),
                        new Queue("errors", true, false, false, Map.of()),
                        new BoundQueue("errors", "logs", "error", Map.of()),
                        new BoundQueue("errors", "logs", "fatal", Map.of()));
    }

    @Test
    void theChannelsNameIsTheDefaultForBoth() {
        var declarations = read(Direction.INCOMING, Map.of());

        assertThat(declarations)
                .containsExactly(
                        new Exchange("in", "topic", true, false, Map.of()),
                        new Queue("in", true, false, false, Map.of()),
                        new BoundQueue("in", "in", "#", Map.of()));
    }

    @Test
    void queueArgumentsComeFromTheBeanAndFromAttributesWhichWin() {
        var declarations = read(
                Direction.INCOMING,
                Map.of(
                        "exchange.name", "\"\"",
                        "queue.arguments", "mine",
                        "queue.x-queue-type", "quorum",
                        "queue.x-max-length-bytes", "10737418240",
                        "queue.ttl", "5000",
                        "queue.single-active-consumer", "true"));

        assertThat(declarations)
                .containsExactly(new Queue(
                        "in",
                        true,
                        false,
                        false,
                        Map.of(
                                "from-bean",
                                1,
                                "x-queue-type",
                                "quorum",
                                "x-max-length-bytes",
                                10737418240L,
                                "x-message-ttl",
                                5000,
                                "x-single-active-consumer",
                                true)));
    }

    @Test
    void autoBindDlqDeclaresTheDeadLetterQueueToo() {
        var declarations = read(
                Direction.INCOMING,
                Map.of(
                        "exchange.declare", "false",
                        "queue.name", "q",
                        "auto-bind-dlq", "true",
                        "dlx.declare", "true",
                        "dead-letter-queue-type", "quorum"));

        assertThat(declarations)
                .contains(
                        new Exchange("DLX", "direct", true, false, Map.of()),
                        new Queue("q.dlq", true, false, false, Map.of("x-queue-type", "quorum")),
                        new BoundQueue("q.dlq", "DLX", "q", Map.of()),
                        new Queue(
                                "q",
                                true,
                                false,
                                false,
                                Map.of("x-dead-letter-exchange", "DLX", "x-dead-letter-routing-key", "q")));
    }

    @Test
    void blocksComeFirstInTheOrderGiven() {
        global.put("topology.all.exchange", "logs");
        global.put("topology.all.type", "fanout");
        global.put("topology.by-topic.exchange", "logs.topic");
        global.put("topology.by-topic.bind-to", "logs");
        global.put("topology.archive.queue", "logs.archive");
        global.put("topology.archive.bind-to", "logs");
        global.put("topology.archive.x-delivery-limit", "20");

        var declarations =
                read(Direction.OUTGOING, Map.of("topology", "all,by-topic,archive", "exchange.declare", "false"));

        assertThat(declarations)
                .containsExactly(
                        new Exchange("logs", "fanout", true, false, Map.of()),
                        new Exchange("logs.topic", "topic", true, false, Map.of()),
                        new BoundExchange("logs.topic", "logs", "", Map.of()),
                        new Queue("logs.archive", true, false, false, Map.of("x-delivery-limit", 20)),
                        new BoundQueue("logs.archive", "logs", "", Map.of()));
    }

    @Test
    void aBlockThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> read(Direction.OUTGOING, Map.of("topology", "missing")))
                .hasMessage("Topology block missing needs one of topology.missing.exchange and"
                        + " topology.missing.queue");
    }

    @Test
    void aMisspeltKeyOfABlockIsRefused() {
        global.put("topology.all.exchange", "logs");
        global.put("topology.all.durabel", "false");

        assertThatThrownBy(() -> read(Direction.OUTGOING, Map.of("topology", "all")))
                .hasMessage("Topology block all has an unknown key: durabel");
    }

    @Test
    void aQueueNamedByTheBrokerHasTheChannelsArguments() {
        var attributes = Map.of(
                "queue.name", "(server.auto)",
                "queue.arguments", "mine",
                "queue.ttl", "1000",
                "queue.x-overflow", "drop-head");

        var topology = topology(Direction.INCOMING, attributes);

        assertThat(topology.own().arguments())
                .isEqualTo(Map.of("from-bean", 1, "x-message-ttl", 1000, "x-overflow", "drop-head"));
    }

    private List<Declaration> read(Direction direction, Map<String, String> attributes) {
        return topology(direction, attributes).declarations();
    }

    private Topology topology(Direction direction, Map<String, String> attributes) {
        var channel = new ChannelAttributes(MapConfig.ofChannel("in", attributes), direction);
        return new TopologyReader(
                        id -> "mine".equals(id) ? Map.of("from-bean", 1) : Map.of(),
                        new TopologyBlocks(MapConfig.of(global)),
                        new Deviations())
                .read(channel);
    }
}
