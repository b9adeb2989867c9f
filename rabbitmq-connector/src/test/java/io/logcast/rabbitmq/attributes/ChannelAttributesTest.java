package io.logcast.rabbitmq.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.testing.MapConfig;
import io.logcast.rabbitmq.testing.Properties;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelAttributesTest {

    @Test
    void aChannelsOwnValueWinsOverTheAliasAndTheDefault() {
        try (var properties = new Properties()) {
            properties.set("rabbitmq-host", "everywhere");

            assertThat(incoming(Map.of()).text("host")).isEqualTo("everywhere");
            assertThat(incoming(Map.of("host", "here")).text("host")).isEqualTo("here");
        }
        assertThat(incoming(Map.of()).text("host")).isEqualTo("localhost");
    }

    @Test
    void unknownAttributesAreReported() {
        var attributes = incoming(Map.of(
                "max-outstanding-mesages", "1",
                "queue.x-anything", "1",
                "keep-most-recent", "true",
                "connector", "logcast-rabbitmq"));

        assertThat(attributes.unknown()).containsExactly("max-outstanding-mesages");
    }

    @Test
    void anAttributeOfTheOtherDirectionIsUnknown() {
        assertThat(incoming(Map.of("default-ttl", "1")).unknown()).containsExactly("default-ttl");
    }

    @Test
    void aWrongNumberNamesChannelAndAttribute() {
        assertThatThrownBy(() -> incoming(Map.of("port", "amqp")).number("port"))
                .hasMessage("Channel in: port is a whole number, not 'amqp'");
        assertThatThrownBy(() ->
                        incoming(Map.of("max-outstanding-messages", "0")).number("max-outstanding-messages", 1, 10))
                .hasMessage("Channel in: max-outstanding-messages is 1 to 10, not 0");
    }

    @ParameterizedTest
    @CsvSource({"1500,1500", "1500ms,1500", "5s,5000", "2M,120000", "1,1"})
    void aTimeIsInMillisecondsUnlessItHasAUnit(String value, long millis) {
        assertThat(incoming(Map.of("rpc-timeout", value)).millis("rpc-timeout")).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5 s", "-1", "5d", "99999m", "0", "600001", "11m"})
    void aWrongTimeNamesChannelAndAttribute(String value) {
        assertThatThrownBy(() -> incoming(Map.of("rpc-timeout", value)).millis("rpc-timeout"))
                .hasMessageStartingWith("Channel in: rpc-timeout is a number of milliseconds from 1 to 600000")
                .hasMessageEndingWith("not '" + value + "'");
    }

    @Test
    void everyTimeHasARangeThatItsDefaultLiesIn() {
        assertThat(Stream.of(
                                KnownAttributes.connection(),
                                KnownAttributes.topology(),
                                KnownAttributes.consuming(),
                                KnownAttributes.publishing())
                        .flatMap(List::stream)
                        .filter(attribute -> attribute.description().contains("(ms")))
                .hasSizeGreaterThan(10)
                .allSatisfy(attribute -> {
                    assertThat(attribute.range()).as(attribute.name()).isNotNull();
                    if (attribute.defaultValue() != null) {
                        assertThat(attribute.range().has(Long.parseLong(attribute.defaultValue())))
                                .as(attribute.name())
                                .isTrue();
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"true,true", "YES,true", "1,true", "on,true", "false,false", "no,false", "0,false", "Off,false"})
    void aFlagMeansWhatTheStockConnectorTakesItFor(String value, boolean isSet) {
        assertThat(incoming(Map.of("ssl", value)).flag("ssl")).isEqualTo(isSet);
    }

    @Test
    void aWrongFlagNamesChannelAndAttribute() {
        assertThatThrownBy(() -> incoming(Map.of("ssl", "ture")).flag("ssl"))
                .hasMessage("Channel in: ssl is true or false, not 'ture'");
    }

    private static ChannelAttributes incoming(Map<String, String> attributes) {
        return new ChannelAttributes(MapConfig.ofChannel("in", attributes), Direction.INCOMING);
    }
}
