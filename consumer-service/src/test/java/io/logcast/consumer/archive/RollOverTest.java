package io.logcast.consumer.archive;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.parts.Parts;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class RollOverTest {

    @Inject
    RollOver rollOver;

    @Inject
    Parts parts;

    @Test
    void countsTheParts() throws Exception {
        // When
        rollOver.rollOver();
        // Then
        assertThat(parts.count()).isPositive();
        assertThat(get("/q/metrics").body().asString())
                .containsPattern("(?m)^logcast_archive_parts(\\{.*})? " + parts.count() + "\\.0$");
    }
}
