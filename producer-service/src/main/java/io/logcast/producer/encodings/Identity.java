package io.logcast.producer.encodings;

import org.jspecify.annotations.Nullable;

/** No coding at all. */
final class Identity implements Decoding {

    private byte @Nullable [] fed;

    @Override
    public void feed(byte[] encoded) {
        fed = encoded.length == 0 ? null : encoded;
    }

    @Override
    public byte @Nullable [] next() {
        var next = fed;
        fed = null;
        return next;
    }

    @Override
    public void end() {
        // A body without a coding may end anywhere.
    }

    @Override
    public long held() {
        return 0;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
