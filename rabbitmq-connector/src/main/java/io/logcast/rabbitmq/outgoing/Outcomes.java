package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.PublishException;

/** Learns how each publication ends. The first outcome counts; later ones are ignored. */
interface Outcomes {

    /** The broker has confirmed it. Called through {@link #confirm}. */
    void confirmed(Publication publication);

    /** It failed. Called through {@link #fail}, or after a claim. */
    void failed(Publication publication, PublishException failure);

    /** Called after several outcomes, so that as many messages can be requested at once. */
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
