package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AckLedgerTest {

    private final List<String> sent = new ArrayList<>();
    private final Channel channel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                if (method.getName().startsWith("basic")) {
                    sent.add(Stream.of(arguments)
                            .map(Object::toString)
                            .collect(Collectors.joining(" ", method.getName() + " ", "")));
                }
                return null;
            });
    private final DeliverySession session = Sessions.silent(channel);
    private final AckLedger ledger = session.ledger;

    @Test
    void aRunOfAcksIsOne() throws IOException {
        var deliveries = delivered(5);
        deliveries.forEach(d -> d.settle(Disposition.ACK));

        assertThat(ledger.flush(channel, 0)).isZero();

        assertThat(sent).containsExactly("basicAck 5 true");
        assertThat(ledger.settledSinceFlush()).isZero();
    }

    @Test
    void anOpenDeliveryIsNeverCovered() throws IOException {
        var deliveries = delivered(5);
        settle(deliveries, Disposition.ACK, 1, 2, 4);

        ledger.flush(channel, 0);
        assertThat(sent).containsExactly("basicAck 4 false", "basicAck 2 true");

        settle(deliveries, Disposition.ACK, 3, 5);
        ledger.flush(channel, 0);
        assertThat(sent).endsWith("basicAck 5 true").hasSize(3);
    }

    @Test
    void thoseBehindAnOpenDeliveryAreKeptUntilTheyArePartOfARun() throws IOException {
        var deliveries = delivered(5);
        settle(deliveries, Disposition.ACK, 1, 3, 4);

        assertThat(ledger.flush(channel, 2)).isEqualTo(2);
        assertThat(sent).containsExactly("basicAck 1 true");
        assertThat(ledger.settledSinceFlush()).isZero();

        settle(deliveries, Disposition.ACK, 2);
        assertThat(ledger.flush(channel, 2)).isZero();
        assertThat(sent).containsExactly("basicAck 1 true", "basicAck 4 true");
    }

    @Test
    void moreThanMayBeKeptAreSentOneByOne() throws IOException {
        var deliveries = delivered(5);
        settle(deliveries, Disposition.ACK, 3, 4, 5);

        assertThat(ledger.flush(channel, 2)).isZero();

        assertThat(sent).containsExactly("basicAck 3 false", "basicAck 4 false", "basicAck 5 false");

        settle(deliveries, Disposition.ACK, 2);
        assertThat(ledger.flush(channel, 2)).isZero();
    }

    @Test
    void nothingIsKeptForADeliveryThatWasWaitedForInVain() throws IOException {
        var deliveries = delivered(5);
        settle(deliveries, Disposition.ACK, 2);
        assertThat(ledger.flush(channel, 2)).isEqualTo(1);
        ledger.flush(channel, 0);

        settle(deliveries, Disposition.ACK, 3);
        assertThat(ledger.flush(channel, 2)).isZero();
        assertThat(sent).containsExactly("basicAck 2 false", "basicAck 3 false");

        settle(deliveries, Disposition.ACK, 1, 5);
        assertThat(ledger.flush(channel, 2)).isEqualTo(1);
        assertThat(sent).endsWith("basicAck 1 true");
    }

    @Test
    void rejectionsGoOutBeforeTheAckThatPassesThem() throws IOException {
        var deliveries = delivered(4);
        settle(deliveries, Disposition.ACK, 1, 4);
        settle(deliveries, Disposition.REJECT, 2);
        settle(deliveries, Disposition.REQUEUE, 3);

        ledger.flush(channel, 0);

        assertThat(sent).containsExactly("basicReject 2 false", "basicReject 3 true", "basicAck 4 true");
    }

    @Test
    void nothingIsSentTwice() throws IOException {
        var deliveries = delivered(2);
        settle(deliveries, Disposition.ACK, 2);
        ledger.flush(channel, 0);
        settle(deliveries, Disposition.REJECT, 2);
        ledger.flush(channel, 0);

        assertThat(sent).containsExactly("basicAck 2 false");
    }

    private static void settle(List<BrokerDelivery> deliveries, Disposition how, int... tags) {
        for (int tag : tags) {
            deliveries.get(tag - 1).settle(how);
        }
    }

    private List<BrokerDelivery> delivered(int count) {
        var deliveries = LongStream.rangeClosed(1, count)
                .mapToObj(tag -> new BrokerDelivery(
                        session, new Envelope(tag, false, "", "q"), new BasicProperties(), new byte[0], 0))
                .toList();
        deliveries.forEach(ledger::add);
        return deliveries;
    }
}
