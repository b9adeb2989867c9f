package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class EventFormatTest extends LogsChannelTest {

    @ParameterizedTest
    @CsvSource({
        "application/json,                    '',  json,        malformed",
        "Application/JSON; charset=UTF-8,     '',  json,        malformed",
        "application/x-ndjson,                '',  ndjson,      malformed",
        "text/plain; charset=latin1,          '',  text,        unsupported",
        "application/cloudevents+json,        '',  cloudevents, malformed",
        "application/cloudevents-batch+json,  '',  cloudevents, malformed",
        "application/json,                    1.0, cloudevents, invalid",
        "application/x-protobuf,              '',  other,       unsupported",
        "text/html,                           '',  other,       unsupported"
    })
    void countsARefusalInTheFormatThatTheRequestNames(String type, String version, String format, String reason) {
        // Given
        var before = refusals(format, reason);
        // When
        var body = request(type).body("{".getBytes(StandardCharsets.UTF_8));
        (version.isEmpty() ? body : body.header("ce-specversion", version)).post(PATH);
        // Then
        assertThat(refusals(format, reason)).isEqualTo(before + 1);
    }
}
