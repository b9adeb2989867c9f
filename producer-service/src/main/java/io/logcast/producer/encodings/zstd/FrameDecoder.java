package io.logcast.producer.encodings.zstd;

import org.jspecify.annotations.Nullable;

/** Decodes frames, each block as soon as it is complete. Confined to one thread. */
public final class FrameDecoder {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int COMPRESSED = 2;

    private final Literals literals = new Literals();
    private final Sequences sequences = new Sequences(literals);
    private final FrameInput in = new FrameInput();
    private Part part = Part.MAGIC;
    private int descriptor;
    private FrameHeader header = new FrameHeader(0, 0, false);
    private final Window window = new Window();
    private XxHash64 checksum = new XxHash64();
    private long contentSize;
    private int block;
    private boolean hasFrame;

    private enum Part {
        MAGIC,
        SKIP_SIZE,
        SKIP,
        DESCRIPTOR,
        HEADER,
        BLOCK_HEADER,
        BLOCK,
        CHECKSUM
    }

    /** Takes more of the frames, after {@link #next} has returned null. */
    public void feed(byte[] bytes) {
        in.feed(bytes);
    }

    /**
     * The next decoded block; null if more bytes are needed.
     *
     * @throws CorruptFrameException if it cannot be decoded
     */
    public byte @Nullable [] next() {
        while (part == Part.SKIP ? in.hasSkipped() : in.hasFilled()) {
            var decoded = step();
            if (decoded != null && decoded.length > 0) {
                return decoded;
            }
        }
        return null;
    }

    /** Whether a frame has ended and no other has begun. */
    public boolean isAtEnd() {
        return hasFrame && part == Part.MAGIC && !in.hasBegun();
    }

    /** Whether a header, a block or a checksum has begun and is not complete. */
    public boolean isInBlock() {
        return in.hasBegun() || (part != Part.MAGIC && part != Part.BLOCK_HEADER);
    }

    /** The bytes that it holds. */
    public long held() {
        return (long) window.allocated() + in.allocated() + literals.allocated();
    }

    private byte @Nullable [] step() {
        switch (part) {
            case MAGIC -> magic((int) in.number());
            case SKIP_SIZE -> {
                in.skip(in.number());
                part = Part.SKIP;
            }
            case SKIP -> endFrame();
            case DESCRIPTOR -> {
                descriptor = in.part()[0] & 0xff;
                await(Part.HEADER, FrameHeader.length(descriptor));
            }
            case HEADER -> beginFrame();
            case BLOCK_HEADER -> blockHeader((int) in.number());
            case BLOCK -> {
                return block();
            }
            case CHECKSUM -> {
                if ((int) in.number() != checksum.low()) {
                    throw new CorruptFrameException("its checksum is wrong");
                }
                endFrame();
            }
        }
        return null;
    }

    private void await(Part next, int count) {
        part = next;
        in.need(count);
    }

    private void magic(int magic) {
        if (magic == MAGIC) {
            await(Part.DESCRIPTOR, 1);
        } else if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            await(Part.SKIP_SIZE, Integer.BYTES);
        } else {
            throw new CorruptFrameException("it does not begin as a frame does");
        }
    }

    private void beginFrame() {
        header = FrameHeader.read(descriptor, in.part());
        window.reset(header.windowSize());
        checksum = new XxHash64();
        contentSize = 0;
        literals.reset();
        sequences.reset();
        await(Part.BLOCK_HEADER, 3);
    }

    private void blockHeader(int head) {
        block = head;
        if (size() > Window.MAX_BLOCK) {
            throw new CorruptFrameException("a block is too large");
        }
        await(Part.BLOCK, type() == RUN ? 1 : size());
    }

    private int type() {
        return block >> 1 & 3;
    }

    private int size() {
        return block >> 3;
    }

    private byte[] block() {
        window.begin(type() == COMPRESSED ? header.maxBlock() : size());
        switch (type()) {
            case RAW -> window.append(in.part(), 0, size());
            case RUN -> window.fill(in.part()[0], size());
            case COMPRESSED -> {
                if (size() == 0) {
                    throw new CorruptFrameException("a block is empty");
                }
                sequences.decode(in.part(), literals.read(in.part(), size()), size(), window);
            }
            default -> throw new CorruptFrameException("a block is of no known type");
        }
        var decoded = window.end();
        contentSize += decoded.length;
        if (header.hasChecksum()) {
            checksum.update(decoded);
        }
        if ((block & 1) == 0) {
            await(Part.BLOCK_HEADER, 3);
        } else {
            endContent();
        }
        return decoded;
    }

    private void endContent() {
        if (header.contentSize() >= 0 && header.contentSize() != contentSize) {
            throw new CorruptFrameException("a frame's size differs from the size that it declares");
        }
        if (header.hasChecksum()) {
            await(Part.CHECKSUM, Integer.BYTES);
        } else {
            endFrame();
        }
    }

    private void endFrame() {
        hasFrame = true;
        window.clear();
        await(Part.MAGIC, Integer.BYTES);
    }
}
