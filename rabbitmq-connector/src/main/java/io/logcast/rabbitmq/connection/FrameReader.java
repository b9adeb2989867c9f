package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.SocketFrameHandler;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames as amqp-client does, but without taking a lock for each byte: {@link java.io.BufferedInputStream} and
 * {@link ByteArrayInputStream} do, and with messages of 256 bytes a third of the client's time went there.
 */
final class FrameReader extends SocketFrameHandler {

    /** The limit until both sides have agreed on one (bytes): section 4.2.3 of the AMQP 0-9-1 specification. */
    private static final int FRAME_MIN_SIZE = 8192;
    /** Type, channel, size and end marker of a frame. */
    private static final int FRAME_OVERHEAD = 8;

    private final DataInputStream input;
    private final Payload payload = new Payload();
    private final DataInputStream payloadInput = new DataInputStream(payload);
    private volatile int payloadLimit;

    FrameReader(Socket socket) throws IOException {
        super(socket, null, FRAME_MIN_SIZE);
        this.input = new DataInputStream(socket.getInputStream());
        setFrameMax(FRAME_MIN_SIZE);
    }

    /** @param frameMax the size of a whole frame (bytes); 0 for no limit */
    @Override
    public void setFrameMax(int frameMax) {
        super.setFrameMax(frameMax);
        payloadLimit = frameMax <= 0 ? Integer.MAX_VALUE : Math.max(frameMax, FRAME_MIN_SIZE) - FRAME_OVERHEAD;
    }

    /** Null if nothing came within the socket's timeout. */
    @Override
    public @Nullable Frame readFrame() throws IOException {
        var frame = Frame.readFrom(input, () -> payloadLimit);
        return frame == null ? null : new ReceivedFrame(frame);
    }

    /** A frame that is decoded by the thread that read it, before it reads the next. */
    private final class ReceivedFrame extends Frame {

        ReceivedFrame(Frame read) {
            super(read.getType(), read.getChannel(), read.getPayload());
        }

        @Override
        public DataInputStream getInputStream() {
            payload.startOf(getPayload());
            return payloadInput;
        }
    }

    /** The payload of one frame after another. */
    private static final class Payload extends InputStream {

        private byte[] bytes = {};
        private int next;

        void startOf(byte[] payload) {
            bytes = payload;
            next = 0;
        }

        @Override
        public int read() {
            return next < bytes.length ? bytes[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, available());
            System.arraycopy(bytes, next, into, offset, count);
            next += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public int available() {
            return bytes.length - next;
        }
    }
}
