package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.topology.Topology.Missing;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Declares what a channel needs, and checks that it still exists. Used only by the connection's thread. */
public final class TopologyKeeper {

    private static final Logger LOG = Logger.getLogger(TopologyKeeper.class);

    private final Topology topology;
    private final Counter lost;
    /** Declared, and not known to be gone. */
    private boolean declared;
    /** Something was lost, so the bindings have to be made anew. */
    private boolean anew;
    /** The same for those of a queue named by the broker, which are made once it is consumed. */
    private boolean ownAnew;

    /** @param lost counts exchanges and queues that were found to be gone */
    public TopologyKeeper(Topology topology, Counter lost) {
        this.topology = topology;
        this.lost = lost;
    }

    /** @throws IOException see {@link Topology#declareOn} */
    public void declareOn(BrokerLink link) throws IOException {
        if (declared) {
            allThere(link);
        }
        topology.declareOn(link, anew);
        declared = true;
        anew = false;
    }

    /** The name of the queue to consume from; see {@link Topology#consumedQueue}. */
    public String consumedQueue(Channel on) throws IOException {
        return topology.consumedQueue(on);
    }

    /** Whether the broker still has all exchanges and queues; see {@link #findMissing}. */
    public boolean allThere(BrokerLink link) throws IOException {
        return findMissing(link, "").isEmpty();
    }

    /**
     * The first exchange or queue that the broker no longer has; bindings are declared again. What is missing is counted,
     * and has to be declared again.
     *
     * @param consumed the name of the queue that is consumed; empty if none is
     * @throws IOException if the broker cannot be asked
     */
    public Optional<Missing> findMissing(BrokerLink link, String consumed) throws IOException {
        var found = topology.findMissing(link, consumed, ownAnew);
        ownAnew = ownAnew && consumed.isEmpty();
        found.ifPresent(missing -> {
            declared = false;
            anew = true;
            ownAnew = true;
            lost.increment();
            LOG.warnf(
                    "The broker lost what channel %s needs; it is declared again: %s",
                    topology.channel(), missing.words());
        });
        return found;
    }
}
