package io.logcast.e2e;

/** The same on the stock connector: a channel moves between the two by its {@code connector} alone. */
class StockConnectorIT extends BroadcastIT {

    @Override
    String connector() {
        return "smallrye-rabbitmq";
    }
}
