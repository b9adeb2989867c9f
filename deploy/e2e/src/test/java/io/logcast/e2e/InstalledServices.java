package io.logcast.e2e;

import io.logcast.local.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One producer and one consumer on an installation of their own, shared by the tests of a class. */
abstract class InstalledServices {

    static Installation installation;
    static ServiceProcess producer;
    static ServiceProcess consumer;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer();
        consumer = installation.startConsumer("consumer");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }
}
