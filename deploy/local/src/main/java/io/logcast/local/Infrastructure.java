package io.logcast.local;

import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.process.Folders;
import io.logcast.local.process.Progress;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.util.HashMap;
import java.util.Map;

/** The broker and the database that the services are pointed to: existing ones, or private ones that are started. */
record Infrastructure(Map<String, String> serviceEnvironment) {

    static Infrastructure start(UpSettings settings, Started started, Progress progress) {
        var environment = new HashMap<String, String>();
        environment.putAll(settings.existingBroker()
                .map(broker ->
                        ServiceEnvironment.ofBroker(broker.host(), broker.port(), broker.username(), broker.password()))
                .orElseGet(() -> {
                    var broker = startBroker(settings, progress);
                    started.add("RabbitMQ", broker);
                    return ServiceEnvironment.ofBroker(
                            broker.host(), broker.port(), broker.username(), broker.password());
                }));
        environment.putAll(settings.existingDatabase()
                .map(database ->
                        ServiceEnvironment.ofDatabase(database.url(), database.username(), database.password()))
                .orElseGet(() -> {
                    var database = startDatabase(settings, progress);
                    started.add("PostgreSQL", database);
                    return ServiceEnvironment.of(database);
                }));
        return new Infrastructure(Map.copyOf(environment));
    }

    private static Broker startBroker(UpSettings settings, Progress progress) {
        return Broker.start(new BrokerSettings(
                Folders.localState().resolve("rabbitmq/node"),
                settings.rabbitmq().number(),
                settings.management().number(),
                settings.prometheus().number(),
                progress));
    }

    private static Database startDatabase(UpSettings settings, Progress progress) {
        return Database.start(new DatabaseSettings(
                Folders.localState().resolve("postgresql/server"),
                settings.postgresql().number(),
                true,
                progress));
    }
}
