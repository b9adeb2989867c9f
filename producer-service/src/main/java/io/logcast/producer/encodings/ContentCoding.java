package io.logcast.producer.encodings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The codings that a body may have (RFC 9110, section 8.4.1; zstd: RFC 9659), one at a time. */
public enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    ZSTD;

    /** All of them, as the header {@code Accept-Encoding} lists them. */
    public static final String ACCEPTED = "gzip, deflate, zstd";

    /**
     * The coding that the headers name; null if it is another one, or the body has several.
     *
     * @param contentEncodings the values of all headers {@code Content-Encoding}
     */
    public static @Nullable ContentCoding of(List<String> contentEncodings) {
        var names = contentEncodings.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
        return switch (names.size()) {
            case 0 -> IDENTITY;
            case 1 -> named(names.get(0));
            default -> null;
        };
    }

    private static @Nullable ContentCoding named(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    /** Starts decoding a body. */
    public Decoding open() {
        return switch (this) {
            case IDENTITY -> new Identity();
            case GZIP -> new Gzip();
            case DEFLATE -> new Deflate();
            case ZSTD -> new Zstd();
        };
    }
}
