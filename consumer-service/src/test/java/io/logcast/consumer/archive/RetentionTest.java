package io.logcast.consumer.archive;

import static io.logcast.consumer.LogEventFixtures.event;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.local.DatabaseTestResource;
import io.logcast.local.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class RetentionTest {

    @Inject
    LogEvents events;

    @Inject
    Retention retention;

    @Test
    void deletesWhatArrivedThirtyDaysAgoAndCountsIt() throws Exception {
        // Given: more than one batch
        var expired = Stream.generate(() -> event("expired")).limit(2_500).toList();
        events.insertIfAbsent(expired);
        age("expired", "30 days 1 minute");
        var kept = event("kept");
        events.insertIfAbsent(List.of(kept));
        age("kept", "29 days 23 hours");
        // When
        retention.deleteExpired();
        // Then
        assertThat(events.find(kept.id())).contains(kept);
        for (var event : List.of(expired.get(0), expired.get(2_499))) {
            assertThat(events.find(event.id())).isEmpty();
        }
        assertThat(get("/q/metrics").body().asString())
                .containsPattern("(?m)^logcast_archive_expired_total(\\{.*})? [1-9]\\d{3,}\\.0$");
    }

    private static void age(String message, String age) throws Exception {
        try (var connection = TestDatabase.get().connect();
                var update = connection.prepareStatement(
                        "update log_event set archived_at = now() - ?::interval where message = ?")) {
            update.setString(1, age);
            update.setString(2, message);
            update.executeUpdate();
        }
    }
}
