package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.SocketFrameHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames are read as amqp-client's own reader reads them, in whatever pieces they arrive. */
class FrameReaderTest {

    private static final int FRAME_MAX = 131_072;

    @Test
    void readsTheSameFramesAsTheClient() throws IOException {
        // Given
        var random = new Random(1);
        var written = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            write(written, random(random));
        }
        var clients = new SocketFrameHandler(new Peer(whole(written)));
        var ours = new FrameReader(new Peer(inPieces(written, random)));
        clients.setFrameMax(FRAME_MAX);
        ours.setFrameMax(FRAME_MAX);
        for (int i = 0; i < 500; i++) {
            // When
            var expected = clients.readFrame();
            var read = Objects.requireNonNull(ours.readFrame());
            // Then
            assertThat(read.getType()).isEqualTo(expected.getType());
            assertThat(read.getChannel()).isEqualTo(expected.getChannel());
            assertThat(read.getPayload()).isEqualTo(expected.getPayload());
            assertThat(read.getInputStream().readAllBytes()).isEqualTo(expected.getPayload());
            assertThat(read.getInputStream().readAllBytes()).as("read again").isEqualTo(expected.getPayload());
        }
        assertThatThrownBy(ours::readFrame).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesAFrameThatIsLargerThanAgreed() throws IOException {
        var tooLarge = new Frame(AMQP.FRAME_BODY, 1, new byte[FRAME_MAX - 7]);
        var largest = new Frame(AMQP.FRAME_BODY, 1, new byte[FRAME_MAX - 8]);
        for (FrameHandler handler : handlers(largest, tooLarge)) {
            handler.setFrameMax(FRAME_MAX);
            assertThat(handler.readFrame().getPayload()).hasSize(FRAME_MAX - 8);
            assertThatThrownBy(handler::readFrame).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void acceptsSmallFramesOnlyUntilALimitIsAgreed() throws IOException {
        for (FrameHandler handler : handlers(
                new Frame(AMQP.FRAME_METHOD, 0, new byte[8184]), new Frame(AMQP.FRAME_METHOD, 0, new byte[8185]))) {
            assertThat(handler.readFrame().getPayload()).hasSize(8184);
            assertThatThrownBy(handler::readFrame).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void acceptsFramesOfAnySizeWithoutALimit() throws IOException {
        for (FrameHandler handler : handlers(new Frame(AMQP.FRAME_BODY, 1, new byte[300_000]))) {
            handler.setFrameMax(0);
            assertThat(handler.readFrame().getPayload()).hasSize(300_000);
        }
    }

    @Test
    void findsNoFrameWhileTheBrokerIsSilent() throws IOException {
        // Given
        var written = new ByteArrayOutputStream();
        write(written, new Frame(AMQP.FRAME_METHOD, 3, new byte[] {1, 2}));
        var reader = new FrameReader(new Peer(silentFirst(written)));
        // When
        var first = reader.readFrame();
        var second = Objects.requireNonNull(reader.readFrame());
        // Then
        assertThat(first).isNull();
        assertThat(second.getChannel()).isEqualTo(3);
    }

    @Test
    void refusesAFrameWithoutItsEndMarker() throws IOException {
        var written = new ByteArrayOutputStream();
        write(written, new Frame(AMQP.FRAME_METHOD, 0, new byte[] {1, 2}));
        var bytes = written.toByteArray();
        bytes[bytes.length - 1] = 0;
        var reader = new FrameReader(new Peer(new ByteArrayInputStream(bytes)));
        assertThatThrownBy(reader::readFrame).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void tellsAnotherVersionOfTheProtocol() throws IOException {
        var reader = new FrameReader(new Peer(new ByteArrayInputStream(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0})));
        assertThatThrownBy(reader::readFrame)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("version mismatch");
    }

    private static FrameHandler[] handlers(Frame... frames) throws IOException {
        var written = new ByteArrayOutputStream();
        for (var frame : frames) {
            write(written, frame);
        }
        return new FrameHandler[] {
            new SocketFrameHandler(new Peer(whole(written)), null, 8192), new FrameReader(new Peer(whole(written)))
        };
    }

    private static Frame random(Random random) {
        int type = new int[] {AMQP.FRAME_METHOD, AMQP.FRAME_HEADER, AMQP.FRAME_BODY, AMQP.FRAME_HEARTBEAT}
                [random.nextInt(4)];
        int size = random.nextInt(10) == 0 ? random.nextInt(FRAME_MAX - 8) : random.nextInt(300);
        var payload = new byte[size];
        random.nextBytes(payload);
        return new Frame(type, random.nextInt(65_536), payload);
    }

    private static void write(OutputStream to, Frame frame) throws IOException {
        var out = new DataOutputStream(to);
        out.writeByte(frame.getType());
        out.writeShort(frame.getChannel());
        out.writeInt(frame.getPayload().length);
        out.write(frame.getPayload());
        out.writeByte(AMQP.FRAME_END);
    }

    private static InputStream whole(ByteArrayOutputStream written) {
        return new ByteArrayInputStream(written.toByteArray());
    }

    private static InputStream inPieces(ByteArrayOutputStream written, Random random) {
        return new ByteArrayInputStream(written.toByteArray()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(20_000)));
            }
        };
    }

    private static InputStream silentFirst(ByteArrayOutputStream written) {
        return new InputStream() {
            private final InputStream later = whole(written);
            private boolean asked;

            @Override
            public int read() {
                throw new AssertionError("The socket is read in blocks");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (!asked) {
                    asked = true;
                    throw new SocketTimeoutException();
                }
                return later.read(bytes, offset, length);
            }
        };
    }

    /** A socket on which these bytes arrive. */
    private static final class Peer extends Socket {

        private final InputStream input;

        Peer(InputStream input) {
            this.input = new BufferedInput(input);
        }

        @Override
        public InputStream getInputStream() {
            return input;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }
}
