package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.PublishException;

/** Receives the outcome of each publication. Only the first outcome counts; later ones are ignored. */
interface Outcomes {

    /** The broker has confirmed the publication. To be called only by {@link #confirm}. */
    void confirmed(Publication publication);

    /** The publication failed. To be called only by {@link #fail}, or after {@link Publication#claim} returned true. */
    void failed(Publication publication, PublishException failure);

    /** Called after one or more outcomes, so that new messages are requested once for all of them. */
    void settled();

    default void confirm(Publication publication) {
        if (publication.claim()) {
            confirmed(publication);
        }
    }

    default void fail(Publication publication, PublishException failure) {
        if (publication.claim()) {
            failed(publication, failure);
        }
    }
}
