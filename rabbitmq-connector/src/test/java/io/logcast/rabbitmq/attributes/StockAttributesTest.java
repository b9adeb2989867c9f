package io.logcast.rabbitmq.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A channel can be moved from the stock connector to ours with all its attributes. */
class StockAttributesTest {

    @Test
    void everyAttributeOfTheStockConnectorIsKnown() {
        var stock = RabbitMQConnector.class.getAnnotationsByType(ConnectorAttribute.class);

        assertThat(stock).hasSizeGreaterThan(60);
        assertThat(stock)
                .allMatch(a -> Arrays.stream(directions(a)).allMatch(d -> KnownAttributes.isKnown(a.name(), d)));
    }

    @Test
    void aliasesAreThoseOfTheStockConnector() {
        var stock = RabbitMQConnector.class.getAnnotationsByType(ConnectorAttribute.class);

        assertThat(KnownAttributes.connection())
                .filteredOn(ours -> Arrays.stream(stock).anyMatch(a -> a.name().equals(ours.name())))
                .allSatisfy(ours -> assertThat(Arrays.stream(stock)
                                .filter(a -> a.name().equals(ours.name()))
                                .map(ConnectorAttribute::alias))
                        .containsExactly(Objects.requireNonNullElse(ours.alias(), ConnectorAttribute.NO_VALUE)));
    }

    private static Direction[] directions(ConnectorAttribute attribute) {
        return switch (attribute.direction()) {
            case INCOMING -> new Direction[] {Direction.INCOMING};
            case OUTGOING -> new Direction[] {Direction.OUTGOING};
            case INCOMING_AND_OUTGOING -> new Direction[] {Direction.INCOMING, Direction.OUTGOING};
        };
    }
}
