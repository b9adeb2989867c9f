package io.logcast.consumer.webhooks.addresses;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6, such as {@code 10.1.0.0/16} (CIDR notation). */
public final class Network {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] first;
    private final int bits;

    private Network(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /**
     * Parses a network.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Network of(String text) {
        var slash = text.indexOf('/');
        if (slash > 0 && text.substring(slash + 1).matches("\\d{1,3}")) {
            var address = address(text.substring(0, slash));
            var bits = Integer.parseInt(text.substring(slash + 1));
            if (bits <= address.length * Byte.SIZE && isFirst(address, bits)) {
                return new Network(address, bits);
            }
        }
        throw refused(null);
    }

    private static byte[] address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw refused(null);
        }
        try {
            // Such a text is never looked up as a name.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "must be networks such as 10.1.0.0/16 or fd00:1::/32, with zeros behind the prefix", cause);
    }

    private static boolean isFirst(byte[] address, int bits) {
        for (var bit = bits; bit < address.length * Byte.SIZE; bit++) {
            if (isSet(address, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the address is in it. An IPv4 address is never in a network of IPv6. */
    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        var whole = bits / Byte.SIZE;
        if (!Arrays.equals(first, 0, whole, bytes, 0, whole)) {
            return false;
        }
        for (var bit = whole * Byte.SIZE; bit < bits; bit++) {
            if (isSet(first, bit) != isSet(bytes, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] address, int bit) {
        return (address[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0;
    }

    /** Reads a network from the configuration. */
    @RegisterForReflection
    public static final class Reader implements Converter<Network> {

        private static final long serialVersionUID = 1L;

        @Override
        public Network convert(String value) {
            return of(value.trim());
        }
    }
}
