package io.logcast.producer.loki;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.logcast.model.wire.Originals;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.RefusedException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code PushRequest} of Loki's <a
 * href="https://github.com/grafana/loki/blob/main/pkg/push/push.proto">push.proto</a> in Snappy's block format.
 */
final class ProtobufPush implements PushReading {

    private static final byte[] NOTHING = {};
    /** The decoded body is held too: it counts as one element for every so many of its bytes. */
    private static final int BYTES_OF_AN_ELEMENT = 100;

    private static final int STREAMS = 1;
    private static final int LABELS = 1;
    private static final int ENTRIES = 2;
    private static final int TIMESTAMP = 1;
    private static final int SECONDS = 1;
    private static final int NANOS = 2;
    private static final int LINE = 2;
    private static final int METADATA = 3;
    private static final int NAME = 1;
    private static final int VALUE = 2;

    private static final BigInteger NANOS_OF_A_SECOND = BigInteger.valueOf(1_000_000_000);

    private final int maxSize;
    private final List<PushedEntry> entries = new ArrayList<>();
    private byte[] message = NOTHING;
    private int count;

    ProtobufPush(int maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public int elements(byte[] body) {
        message = SnappyBlock.decode(body, maxSize);
        try {
            var in = CodedInputStream.newInstance(message);
            each(in, STREAMS, () -> countStream(in));
        } catch (IOException e) {
            throw notProtobuf(e);
        }
        return count + message.length / BYTES_OF_AN_ELEMENT;
    }

    private void countStream(CodedInputStream in) throws IOException {
        fields(in, field -> switch (field) {
            case LABELS -> {
                countLabels(in.readByteArray());
                yield true;
            }
            case ENTRIES -> {
                count++;
                yield nested(in, () -> each(in, METADATA, () -> skip(in)));
            }
            default -> false;
        });
    }

    /** Counts at least as many labels as there are. */
    private void countLabels(byte[] text) {
        for (var b : text) {
            if (b == '=') {
                count++;
            }
        }
    }

    /** Counts the current message, and its fields with that number. */
    private void each(CodedInputStream in, int number, Reader reader) throws IOException {
        fields(in, field -> {
            if (field == number) {
                count++;
                nested(in, reader);
                return true;
            }
            return false;
        });
    }

    private static void skip(CodedInputStream in) throws IOException {
        fields(in, field -> false);
    }

    @Override
    public List<PushedEntry> entries() {
        try {
            var in = CodedInputStream.newInstance(message);
            fields(in, field -> field == STREAMS && nested(in, () -> readStream(in)));
            return entries;
        } catch (IOException e) {
            throw notProtobuf(e);
        }
    }

    private void readStream(CodedInputStream in) throws IOException {
        var stream = new PushedStream();
        fields(in, field -> switch (field) {
            case LABELS -> {
                LabelsText.read(in.readString()).forEach(stream::add);
                yield true;
            }
            case ENTRIES -> nested(in, () -> readEntry(in, stream));
            default -> false;
        });
    }

    private void readEntry(CodedInputStream in, PushedStream stream) throws IOException {
        var entry = new Entry();
        fields(in, field -> switch (field) {
            case TIMESTAMP -> nested(in, () -> entry.readTime(in));
            case LINE -> entry.readLine(in);
            case METADATA -> nested(in, () -> entry.readMetadata(in));
            default -> false;
        });
        entries.add(new PushedEntry(stream, entry.time.toString(), entry.line, entry.metadata));
    }

    /** The parts of an entry that were read so far. */
    private static final class Entry {

        private BigInteger time = BigInteger.ZERO;
        private @Nullable String line = "";
        private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();

        void readTime(CodedInputStream in) throws IOException {
            fields(in, field -> {
                switch (field) {
                    case SECONDS -> time = time.add(NANOS_OF_A_SECOND.multiply(BigInteger.valueOf(in.readInt64())));
                    case NANOS -> time = time.add(BigInteger.valueOf(in.readInt32()));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
        }

        boolean readLine(CodedInputStream in) throws IOException {
            var bytes = in.readByteArray();
            try {
                line = Utf8.decode(bytes, 0, bytes.length);
            } catch (CharacterCodingException e) {
                line = null;
            }
            return true;
        }

        void readMetadata(CodedInputStream in) throws IOException {
            var pair = new String[] {"", ""};
            fields(in, field -> {
                if (field != NAME && field != VALUE) {
                    return false;
                }
                pair[field - 1] = in.readString();
                return true;
            });
            Originals.keep(metadata, pair[0], pair[1]);
        }
    }

    private interface Reader {
        void read() throws IOException;
    }

    private interface FieldReader {

        /** Whether it has read the field's value. */
        boolean read(int number) throws IOException;
    }

    /** Reads all fields up to the message's end. Only fields with a length, and the numbers of a time, are used here. */
    private static void fields(CodedInputStream in, FieldReader reader) throws IOException {
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var type = WireFormat.getTagWireType(tag);
            var isKnown = type == WireFormat.WIRETYPE_LENGTH_DELIMITED || type == WireFormat.WIRETYPE_VARINT;
            if (!(isKnown && reader.read(WireFormat.getTagFieldNumber(tag))) && !in.skipField(tag)) {
                throw PushReading.malformed("a group ends that has not begun");
            }
        }
    }

    private static boolean nested(CodedInputStream in, Reader reader) throws IOException {
        var limit = in.pushLimit(in.readRawVarint32());
        reader.read();
        in.popLimit(limit);
        return true;
    }

    private static RefusedException notProtobuf(IOException cause) {
        return new RefusedException(
                RefusedException.BAD_REQUEST,
                "The body is not a push request: it is not protobuf of that type, or ends too early",
                cause);
    }
}
