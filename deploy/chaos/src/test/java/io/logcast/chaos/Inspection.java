package io.logcast.chaos;

import io.logcast.chaos.load.Event;
import io.logcast.chaos.load.Ledger;
import io.logcast.chaos.load.Ledger.Doubt;
import io.logcast.chaos.load.Post;
import io.logcast.chaos.readers.ReadersLog;
import io.logcast.chaos.readers.Receipts;
import io.logcast.chaos.readers.Subscriber;
import io.logcast.chaos.readers.TailReader;
import io.logcast.chaos.readers.TailReader.ToldGap;
import io.logcast.chaos.report.Checks;
import io.logcast.chaos.report.Coverage;
import io.logcast.chaos.report.Order;
import io.logcast.chaos.site.Brokenness;
import io.logcast.chaos.site.Site;
import io.logcast.local.ServiceProcess;
import io.logcast.local.process.LocalProcessException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at what is not in the archive: a subscription, the live tail, receipts, and what is left over. */
final class Inspection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Longer than a resumed stream waits for the archive. */
    private static final Duration PATIENCE_WITH_TAIL = Duration.ofSeconds(90);

    private static final Duration OVERTAKING = Duration.ofSeconds(2);
    /** Longer than a round. */
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static final int RECEIPTS = 20;

    private final Site site;
    private final Subscriber subscriber;
    private final TailReader tail;
    private final Receipts receipts;
    private final LeftOvers leftOvers;

    private Inspection(Site site, List<URI> consumers) {
        this.site = site;
        this.subscriber = new Subscriber(consumers, Post.SUBSCRIBED);
        this.tail = new TailReader(consumers, Post.SOURCES);
        this.receipts = new Receipts(site.producer().uri());
        this.leftOvers = new LeftOvers(site);
    }

    /** Begins to read the subscription. */
    static Inspection begin(Site site) {
        var inspection = new Inspection(
                site, site.consumers().stream().map(ServiceProcess::baseUri).toList());
        inspection.subscriber.start();
        if (site.brokenness() == Brokenness.BOUND_TO_EVERYTHING) {
            site.queues().bindToEverything(Subscriber.NAME);
        }
        return inspection;
    }

    /** Notes what is in use before the first round, while everything is in use. Then it follows the live tail too. */
    void prepare() throws InterruptedException {
        receipts.stateOf(UUID.randomUUID());
        leftOvers.noteWhatIsUsual();
        tail.start();
    }

    /**
     * What it found, and how much it looked at.
     */
    record Findings(Checks checks, Coverage coverage) {}

    /** @param excused the times in which readers may miss events */
    Findings of(Ledger ledger, List<Doubt> excused) throws InterruptedException {
        var subscribed = ledger.subscribedOutside(excused);
        subscriber.readsAll(subscribed, PATIENCE);
        tail.finish(ledger.accepted(), PATIENCE_WITH_TAIL);
        var tailed = ledger.acceptedOutside(Stream.concat(
                        excused.stream(), tail.toldGaps().stream().map(told -> doubt(told, ledger)))
                .toList());
        var untold = without(tailed, tail.got());
        ledger.histories(untold).forEach(history -> ReadersLog.note("not in the live tail: %s", history));
        var read = subscriber.read();
        var missed = without(subscribed, read);
        noteMissed(missed, ledger);
        var ordered = subscriber.inKnownOrder(ledger.subscribedSequences());
        var sample = ledger.sample(RECEIPTS);
        var checks = new Checks(
                missed.size(),
                both(ledger.notSubscribed(), read),
                Order.disordered(ordered, subscriber.places()),
                untold.size(),
                wrongReceipts(ledger, sample),
                leftOvers.count());
        var coverage = new Coverage(
                both(subscribed, read),
                ordered.size(),
                tailed.size(),
                tail.resumptions(),
                tail.toldGaps().size(),
                sample.size());
        return new Findings(checks, coverage);
    }

    /** From a little before the last event that came before, since events overtake each other. */
    private static Doubt doubt(ToldGap told, Ledger ledger) {
        long from = ledger.sentAt(told.after()).orElse(told.at() - AN_HOUR.toNanos());
        return new Doubt(from - OVERTAKING.toNanos(), told.at() + OVERTAKING.toNanos());
    }

    private int wrongReceipts(Ledger ledger, List<Event> sample) {
        var archived = site.archive().rowsByToken(ledger.prefix()).keySet();
        int wrong = receipts.stateOf(UUID.randomUUID()).equals(Receipts.NOT_ARCHIVED) ? 0 : 1;
        for (var event : sample) {
            var state = archived.contains(event.token()) ? Receipts.ARCHIVED : Receipts.NOT_ARCHIVED;
            wrong += receipts.stateOf(event.id()).equals(state) ? 0 : 1;
        }
        return wrong;
    }

    /**
     * Those that the queue still has were read too slowly; of the others, those that were delivered were not acknowledged
     * properly, and the rest never reached the queue, or it has lost them.
     */
    private void noteMissed(Set<String> missed, Ledger ledger) {
        if (missed.isEmpty()) {
            return;
        }
        var delivered = both(missed, subscriber.places().keySet());
        ledger.histories(missed).forEach(history -> ReadersLog.note("not read from the subscription: %s", history));
        ReadersLog.note("%d of these %d events were delivered; the queue has %s", delivered, missed.size(), queued());
    }

    private String queued() {
        try {
            return site.queues().describe(Subscriber.NAME);
        } catch (LocalProcessException e) {
            return "not answered: " + e.getMessage();
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return all.stream().filter(token -> !some.contains(token)).collect(Collectors.toSet());
    }

    private static int both(Set<String> all, Set<String> some) {
        return (int) all.stream().filter(some::contains).count();
    }

    @Override
    public void close() {
        subscriber.close();
        tail.close();
    }
}
