package io.logcast.consumer.search;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Limits the total bytes of the pages that are being read or that clients have not received yet. */
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

    /** One call's share, until its response has been sent. One thread at a time uses it; another may end it. */
    final class Share {

        private int bytes;
        private boolean ended;

        /**
         * Waits until there is room for a page of any size.
         *
         * @throws ProblemException 429 if it has waited for as long as a search may take; 408 if the client has gone
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

        /** Gives back the bytes that the page did not need, once it has been read. */
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

    /** Reserves room for a page of any size; it is given back when the call ends. */
    Share reserve(RoutingContext call) {
        var share = new Share();
        call.addEndHandler(ended -> share.end());
        if (call.response().closed()) {
            // The client disconnected during authentication, before the handler was added.
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
