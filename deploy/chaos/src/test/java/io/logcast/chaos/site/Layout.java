package io.logcast.chaos.site;

import java.util.Optional;

/** The brokers and the database that the services run on. */
public enum Layout {
    /** One broker and one database. */
    SINGLE("a broker"),
    /** Three brokers. */
    CLUSTER("three brokers"),
    /** Three brokers and a database that syncs, on a disk whose power can be cut. */
    DISK("three brokers and a database on a disk of their own") {
        @Override
        public Optional<String> obstacle() {
            return LoopDisk.obstacle();
        }
    },
    /** Three brokers with a network between them that can be cut. */
    NETWORK("three brokers in a network of their own") {
        @Override
        public Optional<String> obstacle() {
            return BrokerNetwork.obstacle();
        }
    };

    private final String description;

    Layout(String description) {
        this.description = description;
    }

    /** Whether it has three brokers. */
    boolean hasCluster() {
        return this != SINGLE;
    }

    /** Why this machine cannot have it; empty if it can. */
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return description;
    }
}
