package io.logcast.producer.requests;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;

/**
 * Keeps a connection open while it carries an upload, however long it is idle; {@code quarkus.http.idle-timeout}
 * applies to all other connections. Meanwhile TCP probes whether the peer still exists. Confined to the connection's
 * event loop.
 */
final class IdleGuard extends ChannelInboundHandlerAdapter {

    private static final String NAME = "logcast-uploads";
    /** The name that Vert.x gives its handler. */
    private static final String IDLE = "idle";

    private static final int KEEP_IDLE_SECONDS = 60;
    private static final int KEEP_INTERVAL_SECONDS = 15;
    private static final int KEEP_COUNT = 4;

    private int uploads;

    private IdleGuard() {}

    /** The guard of the connection, made with its first upload. */
    static IdleGuard of(HttpConnection connection) {
        var channel = ((ConnectionBase) connection).channel();
        var pipeline = channel.pipeline();
        if (pipeline.get(NAME) instanceof IdleGuard guard) {
            return guard;
        }
        var guard = new IdleGuard();
        if (pipeline.get(IDLE) != null) {
            pipeline.addAfter(IDLE, NAME, guard);
        }
        probe(channel);
        return guard;
    }

    /** A peer that vanished is given up after about two minutes, not after hours, which is the kernel's default. */
    private static void probe(Channel channel) {
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_SECONDS);
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_COUNT);
    }

    private static void set(Channel channel, SocketOption<Integer> option, int value) {
        channel.config().setOption(NioChannelOption.of(option), value);
    }

    void begin() {
        uploads++;
    }

    void end() {
        uploads--;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (uploads == 0 || !(event instanceof IdleStateEvent)) {
            context.fireUserEventTriggered(event);
        }
    }
}
