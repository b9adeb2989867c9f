package io.logcast.e2e;

/** The same tests on the stock connector. A channel switches between the two by its {@code connector} alone. */
class StockConnectorIT extends BroadcastIT {

    @Override
    String connector() {
        return "smallrye-rabbitmq";
    }
}
