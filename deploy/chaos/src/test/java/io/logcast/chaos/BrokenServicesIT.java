package io.logcast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.chaos.nemesis.Nemeses;
import io.logcast.chaos.report.RoundResult;
import io.logcast.chaos.site.Brokenness;
import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import io.logcast.chaos.site.SiteSettings;
import io.logcast.local.process.LocalProcessException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Shows that the suite notices a service that breaks the guarantee; otherwise its zeros would mean nothing. */
class BrokenServicesIT {

    private static final int RATE = 200;
    private static final long SEED = 1;

    @Test
    void aConsumerThatAcknowledgesBeforeTheCommitLosesEvents() throws InterruptedException {
        // When
        var result = round(Brokenness.ACK_BEFORE_COMMIT, "consumer-killed");

        // Then
        assertThat(result.outcome().lost()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aProducerThatAnswersBeforeTheConfirmLosesEvents() throws InterruptedException {
        // When
        var result = round(Brokenness.ANSWER_BEFORE_CONFIRM, "broker-killed");

        // Then
        assertThat(result.outcome().lost()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aDatabaseThatDoesNotSyncLosesEventsWithThePower() throws InterruptedException {
        Layout.DISK.obstacle().ifPresent(Assumptions::abort);

        // When
        RoundResult result;
        try {
            result = round(Brokenness.DATABASE_WITHOUT_SYNC, "power-lost");
        } catch (LocalProcessException e) {
            // Then it may be that broken that it does not start again
            assertThat(e).hasMessageContaining("PostgreSQL").hasMessageContaining("before it was ready");
            return;
        }
        // Then
        assertThat(result.outcome().lost()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aConsumerThatAcknowledgesWhatNobodyHasReadMissesEvents() throws InterruptedException {
        // When
        var result = round(Brokenness.ACK_BEFORE_READ, "consumer-killed");

        // Then
        assertThat(result.checks().missed()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aSubscriptionThatGetsEverythingGetsStrayEvents() throws InterruptedException {
        // When
        var result = round(Brokenness.BOUND_TO_EVERYTHING, "connections-reset");

        // Then
        assertThat(result.checks().stray()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aConsumerThatFindsEverythingArchivedGivesWrongReceipts() throws InterruptedException {
        // When
        var result = round(Brokenness.RECEIPTS_WITHOUT_LOOKING, "connections-reset");

        // Then
        assertThat(result.checks().wrongReceipts()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aConsumerThatHandsOutEventsInReverseDisordersThem() throws InterruptedException {
        // When
        var result = round(Brokenness.READ_IN_REVERSE, "connections-reset");

        // Then
        assertThat(result.checks().disordered()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aLiveTailThatDoesNotReplayHasGaps() throws InterruptedException {
        // When
        var result = round(Brokenness.RESUMED_WITHOUT_REPLAY, "producer-killed");

        // Then
        assertThat(result.checks().gaps()).isPositive();
        assertThat(result.coverage().toldGaps()).isZero();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aProducerWhoseThreadsGoOnLeavesSome() throws InterruptedException {
        // When
        var result = round(Brokenness.THREADS_LEFT_RUNNING, "live-queues-deleted");

        // Then
        assertThat(result.checks().leftOver()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    @Test
    void aProducerThatClosesNoChannelLeavesSome() throws InterruptedException {
        // When
        var result = round(Brokenness.CHANNELS_LEFT_OPEN, "live-queues-deleted");

        // Then
        assertThat(result.checks().leftOver()).isPositive();
        assertThat(result.passes()).isFalse();
    }

    private static RoundResult round(Brokenness brokenness, String name) throws InterruptedException {
        var connector = "logcast-rabbitmq";
        var nemesis = Nemeses.named(List.of(name)).get(0);
        try (var site = Site.start(new SiteSettings(nemesis.layout(), connector, brokenness))) {
            var result = new Round(site, connector, nemesis, 1, SEED).run(RATE);
            System.out.println("[chaos] " + brokenness + ": " + result);
            return result;
        }
    }
}
