package io.logcast.consumer.webhooks.formats;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isAnArrayOfEvents() {
        // Given
        var first = fullEvent();
        var second = event("second");
        // When
        var body = Body.json(List.of(first, second));
        // Then
        assertThat(body.contentType()).isEqualTo("application/json");
        assertThat(new String(body.bytes(), UTF_8)).isEqualTo("[" + json(first) + "," + json(second) + "]");
    }

    @Test
    void isABatchThatALibraryForCloudEventsReads() throws IOException {
        // Given
        var full = fullEvent();
        var plain = event("second");
        var format = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
        // When
        var body = Body.cloudEvents(List.of(full, plain));
        var batch = JSON.readTree(body.bytes());
        // Then
        assertThat(body.contentType()).isEqualTo("application/cloudevents-batch+json");
        assertThat(batch).hasSize(2);
        var first = Objects.requireNonNull(format).deserialize(JSON.writeValueAsBytes(batch.get(0)));
        assertThat(first.getId()).isEqualTo(full.id().toString());
        assertThat(first.getSource()).isEqualTo(URI.create("payments.api"));
        assertThat(first.getType()).isEqualTo("io.logcast.log");
        assertThat(Objects.requireNonNull(first.getTime()).toInstant()).isEqualTo(full.timestamp());
        assertThat(first.getExtension("severitytext")).isEqualTo("ERROR2");
        assertThat(first.getExtension("severitynumber")).isEqualTo(18);
        assertThat(JSON.readTree(Objects.requireNonNull(first.getData()).toBytes()))
                .isEqualTo(JSON.readTree(json(full)));
        var second = format.deserialize(JSON.writeValueAsBytes(batch.get(1)));
        assertThat(Objects.requireNonNull(second.getTime()).toInstant()).isEqualTo(plain.observedTimestamp());
    }
}
