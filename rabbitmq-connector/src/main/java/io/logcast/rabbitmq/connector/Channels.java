package io.logcast.rabbitmq.connector;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.incoming.IncomingChannel;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.smallrye.reactive.messaging.health.HealthReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All channels of the application: reports their health, and stops them. */
final class Channels {

    private final List<Outgoing> outgoing = new CopyOnWriteArrayList<>();
    private final List<Incoming> incoming = new CopyOnWriteArrayList<>();
    private final List<OutgoingChannel> deadLetters = new CopyOnWriteArrayList<>();

    void add(ChannelAttributes attributes, OutgoingChannel channel) {
        outgoing.add(new Outgoing(attributes, channel));
    }

    void add(ChannelAttributes attributes, IncomingChannel channel) {
        incoming.add(new Incoming(attributes, channel));
    }

    /** Adds a channel that publishes the dead letters of an incoming channel. It has no health of its own. */
    void addDeadLetters(OutgoingChannel channel) {
        deadLetters.add(channel);
    }

    /** The state of each channel with {@code health-enabled}; incoming channels only while the application reads them. */
    List<ChannelStatus> statuses() {
        var publishing = outgoing.stream()
                .filter(o -> o.attributes.flag("health-enabled"))
                .map(o -> new ChannelStatus(o.attributes.channel(), "publisher", o.channel.isUsable()));
        var consuming = incoming.stream()
                .filter(i -> i.attributes.flag("health-enabled") && i.channel.isSubscribed())
                .map(i -> new ChannelStatus(i.attributes.channel(), "consumer", i.channel.isRegistered()));
        return Stream.concat(publishing, consuming).toList();
    }

    /** Whether each channel that readiness waits for has been opened at least once. */
    HealthReport readiness() {
        var report = HealthReport.builder();
        outgoing.stream()
                .filter(o -> isWaitedFor(o.attributes))
                .forEach(o -> report.add(o.attributes.channel(), o.channel.hasOpened()));
        incoming.stream()
                .filter(i -> isWaitedFor(i.attributes))
                .forEach(i -> report.add(i.attributes.channel(), i.channel.hasOpened()));
        return report.build();
    }

    private static boolean isWaitedFor(ChannelAttributes attributes) {
        return attributes.flag("health-enabled") && attributes.flag("health-readiness-enabled");
    }

    /** Stops and forgets all channels. Waits for messages in flight for the longest {@code drain-timeout} of any channel. */
    void stop() {
        new Shutdown(
                        incoming.stream().map(Incoming::channel).toList(),
                        outgoing.stream().map(Outgoing::channel).toList(),
                        drainMillis())
                .run();
        deadLetters.forEach(OutgoingChannel::close);
        incoming.clear();
        outgoing.clear();
        deadLetters.clear();
    }

    private long drainMillis() {
        return Stream.concat(
                        outgoing.stream().map(Outgoing::attributes),
                        incoming.stream().map(Incoming::attributes))
                .mapToLong(a -> a.millis("drain-timeout").toMillis())
                .max()
                .orElse(0);
    }

    private record Outgoing(ChannelAttributes attributes, OutgoingChannel channel) {}

    private record Incoming(ChannelAttributes attributes, IncomingChannel channel) {}
}
