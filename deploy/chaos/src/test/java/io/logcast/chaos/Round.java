package io.logcast.chaos;

import io.logcast.chaos.load.Attempt;
import io.logcast.chaos.load.Ledger;
import io.logcast.chaos.load.Ledger.Doubt;
import io.logcast.chaos.load.LoadGenerator;
import io.logcast.chaos.nemesis.Moments;
import io.logcast.chaos.nemesis.Nemesis;
import io.logcast.chaos.report.Answers;
import io.logcast.chaos.report.Outcome;
import io.logcast.chaos.report.Recovery;
import io.logcast.chaos.report.RoundResult;
import io.logcast.chaos.site.Queues;
import io.logcast.chaos.site.Site;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.LocalProcessException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Load, one nemesis, load again until everything has recovered, and the count. */
final class Round {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOAD_AFTERWARDS = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int WARM_UP_RATE = 100;
    /** The broker counts its queues' messages every five seconds. */
    static final Duration BROKERS_COUNT = Duration.ofSeconds(6);

    private final Site site;
    private final String connector;
    private final Nemesis nemesis;
    private final int number;
    private final long seed;
    private final Ledger ledger = new Ledger("chaos-" + UUID.randomUUID() + "-");
    private @Nullable Double archivedAfter;
    private boolean attached;
    private boolean allAccepted;
    private boolean drained;
    private long struckAt;
    private long mendedAt;

    Round(Site site, String connector, Nemesis nemesis, int number, long seed) {
        this.site = site;
        this.connector = connector;
        this.nemesis = nemesis;
        this.number = number;
        this.seed = seed;
    }

    RoundResult run(int rate) throws InterruptedException {
        awaitAttached();
        try (var inspection = Inspection.begin(site)) {
            warmUp();
            site.archive().clear();
            inspection.prepare();
            load(rate);
            awaitDrained();
            return result(inspection);
        }
    }

    private void load(int rate) throws InterruptedException {
        try (var load = new LoadGenerator(site.producer().uri(), rate, ledger).start()) {
            strike();
            recover();
            allAccepted = load.finish(PATIENCE);
        }
    }

    private RoundResult result(Inspection inspection) throws InterruptedException {
        var answers = Answers.of(ledger, this::isExplained);
        var outcome = outcome();
        var found = inspection.of(ledger, excused());
        return new RoundResult(
                connector,
                nemesis.name(),
                number,
                seed,
                answers,
                outcome,
                found.checks(),
                found.coverage(),
                new Recovery(acceptingAfter(), archivedAfter, attached, allAccepted, drained));
    }

    /** When readers may miss events, which is printed. */
    private List<Doubt> excused() {
        if (nemesis.excuse().isEmpty()) {
            return List.of();
        }
        System.out.printf(
                "[chaos] %s %d: readers may miss what is accepted during the nemesis, since %s%n",
                nemesis.name(), number, nemesis.excuse().get());
        return List.of(new Doubt(struckAt, mendedAt));
    }

    private Outcome outcome() {
        return Outcome.of(
                ledger.accepted(),
                site.archive().rowsByToken(ledger.prefix()),
                site.archive().deadLetters());
    }

    /** Whether the producer was deliberately away during the request. */
    private boolean isExplained(Attempt attempt) {
        return site.producer().wasAwayWithin(attempt.sentAt(), attempt.endedAt());
    }

    private void awaitAttached() {
        if (!site.isAttachedWithin(PATIENCE)) {
            throw new IllegalStateException("The consumers do not consume");
        }
    }

    /** So that the slow first requests of a program are not measured. */
    private void warmUp() throws InterruptedException {
        try (var load = new LoadGenerator(site.producer().uri(), WARM_UP_RATE, new Ledger("warm-up-")).start()) {
            Thread.sleep(WARM_UP.toMillis());
            load.finish(PATIENCE);
        }
    }

    private void strike() throws InterruptedException {
        var random = new Random(seed);
        Moments.pause(random, 2_000, 4_000);
        struckAt = System.nanoTime();
        nemesis.strike().on(site, random);
        mendedAt = System.nanoTime();
    }

    private void recover() throws InterruptedException {
        var accepted = ledger.acceptedBefore(mendedAt);
        if (Deadline.in(PATIENCE).await(() -> site.archive().has(accepted, ledger.prefix()))) {
            archivedAfter = secondsSinceMended(System.nanoTime());
        }
        attached = site.isAttachedWithin(PATIENCE);
        var rest = LOAD_AFTERWARDS.minusNanos(System.nanoTime() - mendedAt);
        Thread.sleep(Math.max(0, rest.toMillis()));
    }

    private void awaitDrained() throws InterruptedException {
        Thread.sleep(BROKERS_COUNT.toMillis());
        drained = Deadline.in(PATIENCE).await(this::isDrained);
        // If a message was acknowledged too early, its events may not be committed yet.
        Deadline.in(BROKERS_COUNT).await(() -> site.archive().has(ledger.accepted(), ledger.prefix()));
    }

    private boolean isDrained() {
        try {
            return site.queues().messagesIn(Queues.ARCHIVE) == 0
                    && site.queues().messagesIn(Queues.DEAD_LETTERS) == 0;
        } catch (LocalProcessException e) {
            return false;
        }
    }

    private @Nullable Double acceptingAfter() {
        var first = ledger.firstAcceptedAfter(mendedAt);
        return first.isPresent() ? secondsSinceMended(first.getAsLong()) : null;
    }

    private double secondsSinceMended(long nanoTime) {
        return Math.round((nanoTime - mendedAt) / 1e8) / 10.0;
    }
}
