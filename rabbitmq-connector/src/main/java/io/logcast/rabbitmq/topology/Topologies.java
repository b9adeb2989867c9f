package io.logcast.rabbitmq.topology;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The topologies of an application's channels, and how queues on the broker differ from them. */
@Dependent
public final class Topologies {

    private final Instance<Map<String, ?>> argumentBeans;
    private final Deviations deviations = new Deviations();

    @Inject
    public Topologies(@Any Instance<Map<String, ?>> argumentBeans) {
        this.argumentBeans = argumentBeans;
    }

    /** The topology of a channel: from its attributes, and the blocks that these name. */
    public Topology of(ChannelAttributes attributes) {
        return new TopologyReader(this::arguments, blocks(), deviations).read(attributes);
    }

    /** The topology of the blocks {@code topology.<name>.*} with these names, in this order. */
    public Topology of(String user, List<String> blocks) {
        return Topology.of(user, blocks, blocks(), deviations);
    }

    /** How queues on the broker differ from the configuration, by the queue's name. */
    public Map<String, String> deviations() {
        return deviations.byQueue();
    }

    private static TopologyBlocks blocks() {
        return new TopologyBlocks(ConfigProvider.getConfig());
    }

    private Map<String, ?> arguments(String identifier) {
        var bean = argumentBeans.select(Identifier.Literal.of(identifier));
        return bean.isResolvable() ? bean.get() : Map.of();
    }
}
