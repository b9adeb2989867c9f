package io.logcast.bench.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.services.ServicesBenchmark.Place;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServicesBenchmarkTest {

    @Test
    void theArchiveIsComparedToTheLoader() {
        // When
        var archive = new ArchiveBenchmark(place(null), 1, 0);
        // Then
        assertThat(archive.candidates())
                .containsExactly(
                        "100 events a message", "100 events a message, UUIDv7", "1 event a message", "JDBC batches");
        assertThat(archive.baselines()).containsExactly("JDBC batches");
        assertThat(archive.counterparts()).isEmpty();
    }

    @Test
    void theLoaderRunsOnceBesideAnotherCheckout() {
        // When
        var archive = new ArchiveBenchmark(place(new Checkout("other", Checkout.THIS.root())), 1, 0);
        // Then
        assertThat(archive.candidates())
                .hasSize(7)
                .contains("1 event a message, other")
                .endsWith("JDBC batches");
        assertThat(archive.baselines()).containsExactly("JDBC batches");
        assertThat(archive.counterparts())
                .containsEntry("1 event a message", "1 event a message, other")
                .doesNotContainKey("JDBC batches");
    }

    @Test
    void eachWorkIsDoneInTheOtherCheckoutToo() {
        // Given
        var other = new Checkout("other", Checkout.THIS.root());
        // When
        var unread = new UnreadBenchmark(place(other), 1);
        // Then
        assertThat(unread.candidates())
                .containsExactly("full", "full, other", "past", "past, other", "room", "room, other");
        assertThat(unread.counterparts()).containsEntry("full", "full, other").hasSize(3);
    }

    @Test
    void anOlderCheckoutIsNotAskedForCounts() {
        // Given
        var alone = new SearchBenchmark(place(null), 1, 0);
        // When
        var beside = new SearchBenchmark(place(new Checkout("other", Checkout.THIS.root())), 1, 0);
        // Then
        assertThat(alone.candidates()).contains("newest page", "histogram of a day");
        assertThat(beside.candidates()).contains("newest page, other").doesNotContain("histogram of a day");
    }

    private static Place place(@Nullable Checkout other) {
        var folder = Path.of("target");
        return new Place(folder, new Candidate.Host(List.of(), folder), other);
    }
}
