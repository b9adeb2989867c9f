package io.logcast.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitesTest {

    private final Sites sites = Sites.of(List.of("producer", "Logs.Example"), List.of("https://Pages.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "logs.localhost",
                "127.0.0.1",
                "10.1.2.3",
                "::1",
                "[::1]",
                "fd00::1",
                "::ffff:10.0.0.1",
                "producer",
                "logs.example"
            })
    void isOurs(String host) {
        assertThat(sites.isOurs(HostAndPort.create(host, 8080))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example", "dead", ""})
    void isNotOurs(String host) {
        assertThat(sites.isOurs(HostAndPort.create(host, 8080))).isFalse();
    }

    @Test
    void canTakeAnyName() {
        assertThat(Sites.of(List.of("*"), List.of()).isOurs(HostAndPort.create("evil.example", 80)))
                .isTrue();
    }

    @Test
    void whatNamesNoHostIsNoBrowser() {
        assertThat(sites.isOurs(null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,           -,                      false
            same-origin, -,                      false
            same-origin, https://proxy.example,  false
            none,        -,                      false
            same-origin, http://localhost:8080,  false
            -,           http://localhost:8080,  false
            -,           HTTP://LocalHost:8080,  false
            cross-site,  https://pages.example,  false
            cross-site,  -,                      true
            same-site,   -,                      true
            same-site,   http://localhost:3000,  true
            -,           https://evil.example,   true
            -,           http://localhost,       true
            -,           null,                   true
            cross-site,  null,                   true
            -,           not a URI,              true
            """)
    void tellsOtherSitesApart(@Nullable String fetchSite, @Nullable String origin, boolean other) {
        assertThat(sites.isOfAnother(fetchSite, origin, HostAndPort.create("localhost", 8080)))
                .isEqualTo(other);
    }

    @Test
    void leavesOutTheOriginsThatAreNotNamed() {
        // Given
        var authority = HostAndPort.create("localhost", 8080);
        var any = Sites.of(List.of(), List.of("*", "https://pages.example"));
        assertThat(any.isOfAnother(null, "https://evil.example", authority)).isFalse();
        // When
        var named = any.withNamedOrigins();
        // Then
        assertThat(named.isOfAnother(null, "https://evil.example", authority)).isTrue();
        assertThat(named.isOfAnother(null, "https://pages.example", authority)).isFalse();
    }

    @Test
    void aProxyMayEndTls() {
        assertThat(sites.isOfAnother(null, "https://logs.example", HostAndPort.create("logs.example", -1)))
                .isFalse();
    }
}
