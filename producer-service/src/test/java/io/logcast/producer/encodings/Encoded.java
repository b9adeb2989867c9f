package io.logcast.producer.encodings;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Encodes bodies as clients do. */
public final class Encoded {

    private Encoded() {}

    public static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @param isBare whether to leave out zlib's envelope */
    public static byte[] deflate(byte[] bytes, boolean isBare) {
        var out = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, isBare))) {
            deflate.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Encodes in the coding of that name. */
    public static byte[] in(String coding, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (coding) {
            case "gzip", "x-gzip" -> gzip(bytes);
            case "deflate" -> deflate(bytes, false);
            case "zstd" -> Zstd.compress(bytes);
            default -> bytes;
        };
    }
}
