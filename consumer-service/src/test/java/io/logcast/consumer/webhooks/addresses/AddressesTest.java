package io.logcast.consumer.webhooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.http.InvalidFieldException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private final Addresses addresses = new Addresses(List.of(), InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:a9fe:a9fe]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::a00:1]",
                "[100::1]",
                "[2001:0:7f00:1::]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "[3fff::1]",
                "[5f00::1]",
                "[fc00::1]",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]"
            })
    void refusesWhatIsNotPublic(String host) {
        assertThatThrownBy(() -> addresses.resolve(host))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("push.url: ")
                .hasMessageContaining("logcast.webhooks.allowed-networks");
        assertThatThrownBy(() -> addresses.check(host)).isInstanceOf(InvalidFieldException.class);
    }

    /** A program may read them as other numbers than another one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "127.0.1",
                "2130706433",
                "017700000001",
                "0177.0.0.1",
                "127.0.0.01",
                "0x7f000001",
                "0x7f.0.0.1",
                "127.0.0.0x1",
                "127.0.0.1.",
                "93.184.216.034",
                "1572395042",
                "1.2.3.256",
                "1.2.3.4.5"
            })
    void refusesOtherFormsOfAddresses(String host) {
        assertThatThrownBy(() -> addresses.resolve(host)).hasMessageContaining("four decimal numbers, or a name");
        assertThatThrownBy(() -> addresses.check(host)).hasMessageContaining("four decimal numbers, or a name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "93.184.216.34",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "223.255.255.255",
                "[2001:4860:4860::8888]",
                "[2606:4700:4700::1111]",
                "[::ffff:1.1.1.1]"
            })
    void takesPublicAddresses(String host) throws UnknownHostException {
        assertThat(addresses.resolve(host)).isEqualTo(InetAddress.getByName(host));
        assertThatCode(() -> addresses.check(host)).doesNotThrowAnyException();
    }

    @Test
    void takesOnlyTheAllowedAddressesOfAName() throws UnknownHostException {
        // Given
        var several = new Addresses(
                List.of(Network.of("10.1.0.0/16")), host -> addresses("10.2.0.1", "10.1.2.3", "::1", "127.0.0.1"));
        // Then
        assertThat(several.resolve("internal.example")).isEqualTo(InetAddress.getByName("10.1.2.3"));
        assertThatCode(() -> several.check("internal.example")).doesNotThrowAnyException();
    }

    @Test
    void refusesANameWithoutAPublicAddress() {
        var loopback = new Addresses(List.of(), host -> addresses("127.0.0.1", "::1"));
        assertThatThrownBy(() -> loopback.resolve("harmless.example"))
                .hasMessageContaining("harmless.example has the address 127.0.0.1, which is not public");
    }

    @Test
    void staysInTheFirstFamilyThatAHostHas() throws UnknownHostException {
        var both = new Addresses(List.of(), host -> addresses("1.1.1.1", "2606:4700:4700::1111"));
        for (var i = 0; i < 20; i++) {
            assertThat(both.resolve("both.example")).isEqualTo(InetAddress.getByName("1.1.1.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.1/16",
                "localhost/8",
                "fd00::/129",
                "fd00::1/64",
                "::ffff:10.0.0.0/104",
                "10.0.0.0/8 "
            })
    void refusesWhatIsNotANetwork(String text) {
        assertThatThrownBy(() -> Network.of(text)).hasMessageContaining("must be networks such as 10.1.0.0/16");
    }

    @Test
    void knowsWhatIsInANetwork() throws UnknownHostException {
        assertThat(Network.of("10.8.0.0/13").contains(InetAddress.getByName("10.15.255.255")))
                .isTrue();
        assertThat(Network.of("10.8.0.0/13").contains(InetAddress.getByName("10.16.0.0")))
                .isFalse();
        assertThat(Network.of("0.0.0.0/0").contains(InetAddress.getByName("::1")))
                .isFalse();
        assertThat(Network.of("fd00::/8").contains(InetAddress.getByName("fdff::1")))
                .isTrue();
        assertThat(Network.of("127.0.0.1/32").contains(InetAddress.getByName("127.0.0.1")))
                .isTrue();
    }

    private static InetAddress[] addresses(String... texts) throws UnknownHostException {
        var all = new InetAddress[texts.length];
        for (var i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return all;
    }
}
