package io.logcast.chaos.site;

import java.util.Optional;

/** The brokers and the database that the services run on. */
public enum Layout {
    /** One broker and one database. */
    SINGLE("a broker"),
    /** Three brokers. */
    CLUSTER("three brokers"),
    /** One broker and one database, and services of another release too. */
    TWO_RELEASES("a broker, for services of two releases") {
        @Override
        public Optional<String> obstacle() {
            return Release.obstacle();
        }
    },
    /** One broker, and services and a database whose clocks can be set. */
    CLOCKS("a broker, and clocks that can be set") {
        @Override
        public Optional<String> obstacle() {
            return Clocks.obstacle();
        }
    },
    /** Three brokers, and a database that syncs, on disks that can be filled and whose power can be cut. */
    DISK("three brokers and a database on disks of their own") {
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
        return this != SINGLE && this != TWO_RELEASES && this != CLOCKS;
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
