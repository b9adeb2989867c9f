package io.logcast.producer.cloudevents;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one event of the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP binding's</a>
 * binary mode: attributes in headers, the body is the data.
 */
final class BinaryMode {

    private static final String PREFIX = "ce-";
    private static final String CONTENT_TYPE = "content-type";
    private static final int HEX = 16;

    private BinaryMode() {}

    /** @throws InvalidLogEventException naming the attribute that breaks its rule */
    static CloudEvent read(Iterable<Map.Entry<String, String>> headers, byte[] body) {
        var attributes = new LinkedHashMap<String, Object>();
        String contentType = null;
        for (var header : headers) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals(CONTENT_TYPE)) {
                contentType = header.getValue();
            } else if (name.startsWith(PREFIX)) {
                put(attributes, name, header.getValue());
            }
        }
        if (contentType != null) {
            attributes.put(CloudEvent.DATA_CONTENT_TYPE, contentType);
        }
        return new CloudEvent(attributes, null, body.length == 0 ? null : body);
    }

    private static void put(Map<String, Object> attributes, String header, String value) {
        var name = header.substring(PREFIX.length());
        if (attributes.put(name, percentDecoded(header, unquoted(value))) != null) {
            throw CloudEvent.refused(header, "occurs twice");
        }
    }

    /** Removes the quotes of a quoted string (RFC 9110). */
    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /** Decodes it once. A percent sign without two hex digits after it is kept. */
    private static String percentDecoded(String header, String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        var bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%' && isHex(value, i + 1) && isHex(value, i + 2)) {
                bytes.write(Integer.parseInt(value, i + 1, i + 3, HEX));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(value.charAt(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            var text = bytes.toByteArray();
            return Utf8.decode(text, 0, text.length);
        } catch (CharacterCodingException e) {
            throw CloudEvent.refused(header, "must be UTF-8 once its percent-encoding is decoded");
        }
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), HEX) >= 0;
    }
}
