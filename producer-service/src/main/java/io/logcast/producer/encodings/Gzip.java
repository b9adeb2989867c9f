package io.logcast.producer.encodings;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The coding {@code gzip} (RFC 1952): one member, or several in a row. */
final class Gzip implements Decoding {

    private static final String CODING = "gzip";
    private static final int TRAILER = 8;
    private static final long INT = 0xffff_ffffL;

    private final Deflated stream = new Deflated(CODING, true);
    private final CRC32 checksum = new CRC32();
    private long length;
    private GzipHeader header = new GzipHeader();
    private Part part = Part.HEADER;
    private boolean hasMember;
    private long trailer;
    private int inTrailer;
    private byte[] fed = {};
    private int position;

    private enum Part {
        HEADER,
        DATA,
        TRAILER
    }

    @Override
    public void feed(byte[] encoded) {
        fed = encoded;
        position = 0;
        if (part == Part.DATA) {
            stream.feed(fed, 0);
        }
    }

    @Override
    public byte @Nullable [] next() {
        while (position < fed.length) {
            switch (part) {
                case HEADER -> header();
                case DATA -> {
                    var next = data();
                    if (next != null) {
                        return next;
                    }
                }
                case TRAILER -> trailer();
            }
        }
        return null;
    }

    private void header() {
        var next = fed[position++] & 0xff;
        if (next == 0 && hasMember && !header.hasBegun()) {
            // Zeros after the end, such as padding of a tape's last block.
            return;
        }
        if (header.hasEndedWith(next)) {
            part = Part.DATA;
            stream.reset();
            stream.feed(fed, position);
        }
    }

    private byte @Nullable [] data() {
        var next = stream.next();
        if (next != null) {
            checksum.update(next);
            length += next.length;
            return next;
        }
        if (stream.hasEnded()) {
            position = fed.length - stream.remaining();
            part = Part.TRAILER;
        } else {
            position = fed.length;
        }
        return null;
    }

    private void trailer() {
        trailer |= (fed[position++] & 0xffL) << 8 * inTrailer;
        if (++inTrailer == TRAILER) {
            if ((trailer & INT) != checksum.getValue() || trailer >>> Integer.SIZE != (length & INT)) {
                throw BrokenEncodingException.of(CODING, "its checksum is wrong");
            }
            nextMember();
        }
    }

    private void nextMember() {
        hasMember = true;
        part = Part.HEADER;
        header = new GzipHeader();
        checksum.reset();
        length = 0;
        trailer = 0;
        inTrailer = 0;
    }

    @Override
    public void end() {
        if (!hasMember || part != Part.HEADER || header.hasBegun()) {
            throw BrokenEncodingException.cut(CODING);
        }
    }

    @Override
    public long held() {
        return Deflated.HELD;
    }

    @Override
    public void close() {
        stream.close();
    }
}
