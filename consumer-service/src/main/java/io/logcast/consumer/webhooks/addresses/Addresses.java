package io.logcast.consumer.webhooks.addresses;

import io.logcast.http.InvalidFieldException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of hosts that may be connected to: public ones, and those of the networks that the operator allows.
 * Otherwise whoever makes a subscription could reach everything that this service can reach.
 */
public final class Addresses {

    private static final String URL = "push.url";

    /** The last label of a name is never a number, so these can only be addresses. */
    private static final Pattern NUMBERS = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern IPV4 =
            Pattern.compile("(%1$s\\.){3}%1$s".formatted("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));

    /** IANA's special-purpose registry, multicast, and a cloud's metadata service that has a public address. */
    private final List<Network> special = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            // 6to4: such an address contains an IPv4 address, which may be any.
            "2002::/16",
            "3fff::/20");

    /** All public addresses of IPv6. Mapped, compatible and translated (NAT64) addresses of IPv4 are outside of it. */
    private final Network global = Network.of("2000::/3");

    private final List<Network> allowed;
    private final HostNames names;

    /** Resolves names. */
    public interface HostNames {

        /** The addresses of a name or of an address as text; may block. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param allowed networks that are allowed although they are not public */
    public Addresses(List<Network> allowed, HostNames names) {
        this.allowed = List.copyOf(allowed);
        this.names = names;
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }

    /**
     * An address to connect to now, of the same family as the host's first usable one, so that a machine without IPv6
     * never tries an IPv6 address.
     *
     * @throws UnknownHostException if the host has no address
     * @throws InvalidFieldException if none of its addresses may be connected to
     */
    public InetAddress resolve(String host) throws UnknownHostException {
        checkForm(host);
        var all = names.resolve(host);
        var usable = Arrays.stream(all).filter(this::isAllowed).toList();
        if (usable.isEmpty()) {
            throw refused(host, all[0]);
        }
        var family = usable.stream()
                .filter(address -> address.getClass().equals(usable.get(0).getClass()))
                .toList();
        return family.get(ThreadLocalRandom.current().nextInt(family.size()));
    }

    /**
     * Checks a host without looking up a name.
     *
     * @throws InvalidFieldException if it is an address that must not be connected to
     */
    public void check(String host) {
        checkForm(host);
        if (host.startsWith("[") || IPV4.matcher(host).matches()) {
            try {
                // Not looked up, since it is an address.
                var address = InetAddress.getByName(host);
                if (!isAllowed(address)) {
                    throw refused(host, address);
                }
            } catch (UnknownHostException e) {
                throw new InvalidFieldException(URL, "must not have the address " + host);
            }
        }
    }

    /** Refuses other forms of addresses (octal, hexadecimal, one number), which programs read differently. */
    private static void checkForm(String host) {
        if (NUMBERS.matcher(host).matches() && !IPV4.matcher(host).matches()) {
            throw new InvalidFieldException(URL, "must have an IPv4 address as four decimal numbers, or a name");
        }
    }

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
    }

    private boolean isPublic(InetAddress address) {
        var isGlobal = address instanceof Inet4Address || global.contains(address);
        return isGlobal && special.stream().noneMatch(network -> network.contains(address));
    }

    private static InvalidFieldException refused(String host, InetAddress address) {
        return new InvalidFieldException(
                URL,
                host + " has the address " + address.getHostAddress()
                        + ", which is not public; the setting logcast.webhooks.allowed-networks can allow it");
    }
}
