package io.logcast.consumer.search;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Limits the bytes of all pages that are being read, or that clients have not taken yet. */
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

    /** One call's share, until its answer is sent. Used by one thread at a time; another one may end it. */
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

        /** Gives back what the page that was read does not need. */
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
            // The client left while the call was authenticated, before the handler was set.
            share.end();
        }
        share.growToAPage();
        return share;
    }

    private static ProblemException tooManySearches() {
        return ProblemException.tooMany(
                "Too many large pages are being read; try again later, or ask for smaller pages");
    }
}
