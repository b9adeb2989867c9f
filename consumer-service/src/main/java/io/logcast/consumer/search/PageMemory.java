package io.logcast.consumer.search;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** The bytes of all pages that are being read, or that clients have not taken yet. */
@ApplicationScoped
class PageMemory {

    private final ByteBudget budget;
    private final Duration patience;

    @Inject
    PageMemory(SearchConfig config) {
        this(ByteBudget.ofHeap(), config.timeBudget());
    }

    PageMemory(ByteBudget budget, Duration patience) {
        this.budget = budget;
        this.patience = patience;
    }

    /** What one call has of it, until its answer has gone. Used by one thread, and by another at its end. */
    final class Share {

        private int bytes;
        private boolean ended;

        /**
         * Waits until there is room for a page of any size.
         *
         * @throws ProblemException 429 when that takes as long as a search may; 408 when the client has gone
         */
        void growToAPage() {
            try {
                var missing = GrowingPage.BYTES - bytes;
                if (missing > 0 && !budget.take(missing, patience)) {
                    throw tooManySearches();
                }
                add(Math.max(0, missing));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw tooManySearches();
            }
        }

        /** Gives back what a page does not need that is read. */
        synchronized void shrinkTo(int needed) {
            if (needed < bytes) {
                budget.give(bytes - needed);
                bytes = needed;
            }
        }

        private synchronized void add(int taken) {
            bytes += taken;
            if (ended) {
                end();
                throw ProblemException.clientGone();
            }
        }

        private synchronized void end() {
            ended = true;
            shrinkTo(0);
        }
    }

    /** Room for a page of any size, which is given back when the call has ended. */
    Share reserve(RoutingContext call) {
        var share = new Share();
        call.addEndHandler(ended -> share.end());
        if (call.response().closed()) {
            // Its client went while the call was authenticated, and the handler came too late.
            share.end();
        }
        share.growToAPage();
        return share;
    }

    private static ProblemException tooManySearches() {
        return ProblemException.tooMany(
                "Too many large pages are being read at the moment; ask again, or for smaller pages");
    }
}
