package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.topology.Declaration.BoundQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The exchanges, queues and bindings that a channel needs, in the order of declaration.
 *
 * @param own the queue that the channel consumes from, if it is an incoming one
 * @param deviations collects queues with other limits
 */
public record Topology(String channel, List<Declaration> declarations, ConsumedQueue own, Deviations deviations) {

    /**
     * The queue that a channel consumes from.
     *
     * @param name empty if the broker names it
     * @param arguments those of a queue named by the broker
     * @param exchange what a queue named by the broker is bound to; empty for the default exchange
     */
    public record ConsumedQueue(
            String name,
            Map<String, Object> arguments,
            String exchange,
            List<String> routingKeys,
            Map<String, Object> bindingArguments) {

        static final ConsumedQueue NONE = new ConsumedQueue("", Map.of(), "", List.of(), Map.of());
    }

    /** Blocks of shared topology, in this order. */
    public static Topology of(String channel, List<String> names, TopologyBlocks blocks, Deviations deviations) {
        var declarations =
                names.stream().flatMap(name -> blocks.read(name).stream()).toList();
        return new Topology(channel, declarations, ConsumedQueue.NONE, deviations);
    }

    /** For a channel that declares nothing. */
    public static Topology none(String channel) {
        return new Topology(channel, List.of(), ConsumedQueue.NONE, new Deviations());
    }

    /**
     * Declares everything, on an AMQP channel of its own, since a refused declaration closes it. A queue whose limits
     * differ on the broker is used as it is, and noted.
     *
     * @param anew whether something was lost, so that bindings have to be made anew
     * @throws TopologyMismatchException if the broker has something else under the same name
     * @throws IOException if the broker cannot be asked, or refuses for another reason
     */
    void declareOn(BrokerLink link, boolean anew) throws IOException {
        var differences = new ArrayList<Difference>();
        for (var wanted = declarations; !wanted.isEmpty(); ) {
            try {
                link.discard(link.openChannel(declaring(wanted, anew)));
                break;
            } catch (IOException e) {
                // The broker names one difference at a time.
                var difference = tolerable(e, differences);
                differences.add(difference);
                wanted = wanted.stream().map(d -> asOnBroker(d, difference)).toList();
            }
        }
        deviations.found(queues(), differences);
    }

    private Difference tolerable(IOException failure, List<Difference> known) throws IOException {
        var mismatch = TopologyMismatchException.of(channel, failure).orElse(null);
        if (mismatch == null) {
            throw failure;
        }
        return mismatch.difference()
                .filter(Difference::isTolerable)
                .filter(found -> !known.contains(found))
                .orElseThrow(() -> mismatch);
    }

    private static Declaration asOnBroker(Declaration declaration, Difference difference) {
        return declaration instanceof Declaration.Queue queue && queue.name().equals(difference.name())
                ? queue.with(difference)
                : declaration;
    }

    private List<Declaration.Queue> queues() {
        return declarations.stream()
                .filter(Declaration.Queue.class::isInstance)
                .map(Declaration.Queue.class::cast)
                .toList();
    }

    private static BrokerLink.Preparation<Channel> declaring(List<Declaration> wanted, boolean anew) {
        return declaring -> {
            for (var declaration : wanted) {
                declare(declaration, declaring, anew);
            }
            return declaring;
        };
    }

    private static void declare(Declaration declaration, Channel declaring, boolean anew) throws IOException {
        if (anew) {
            declaration.declareAnew(declaring, UUID.randomUUID().toString());
        } else {
            declaration.declare(declaring);
        }
    }

    /**
     * An exchange or a queue that the broker does not have.
     *
     * @param words the broker's
     * @param isConsumed whether it is the queue that is consumed
     */
    public record Missing(String words, boolean isConsumed) {}

    /**
     * Looks for exchanges and queues that are gone, and declares all bindings again, on an AMQP channel of its own.
     *
     * @param consumed the name of the queue that is consumed; empty if none is
     * @param anew whether the bindings of a queue named by the broker have to be made anew
     * @return the first one that is missing
     * @throws IOException if the broker cannot be asked
     */
    Optional<Missing> findMissing(BrokerLink link, String consumed, boolean anew) throws IOException {
        if (declarations.isEmpty() && consumed.isEmpty()) {
            return Optional.empty();
        }
        var hasConsumed = new AtomicBoolean(consumed.isEmpty());
        try {
            link.discard(link.openChannel(checking -> {
                if (!consumed.isEmpty()) {
                    // First: declaring other lost things again must not hide that this one was lost too.
                    checking.queueDeclarePassive(consumed);
                    hasConsumed.set(true);
                }
                for (var declaration : declarations) {
                    declaration.check(checking);
                }
                if (own.name().isEmpty() && !consumed.isEmpty()) {
                    bindOwn(checking, consumed, anew);
                }
                return checking;
            }));
            return Optional.empty();
        } catch (IOException e) {
            var words = TopologyMismatchException.missing(e).orElseThrow(() -> e);
            return Optional.of(new Missing(words, !hasConsumed.get()));
        }
    }

    /**
     * The name of the queue to consume from. If the broker names it, this declares and binds it as an exclusive queue, which
     * is deleted with the connection.
     */
    public String consumedQueue(Channel on) throws IOException {
        if (!own.name().isEmpty()) {
            return own.name();
        }
        // Not auto-delete: the queue must survive while its consumer is cancelled because the window is full.
        var named = on.queueDeclare("", false, true, false, own.arguments()).getQueue();
        bindOwn(on, named, false);
        return named;
    }

    private void bindOwn(Channel on, String named, boolean anew) throws IOException {
        if (!own.exchange().isEmpty()) {
            for (var routingKey : own.routingKeys()) {
                declare(new BoundQueue(named, own.exchange(), routingKey, own.bindingArguments()), on, anew);
            }
        }
    }
}
