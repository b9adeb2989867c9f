package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RabbitVersionTest {

    @Test
    void isReadFromTheBrokersEntryAmongThePlugins() {
        assertThat(RabbitVersion.ofPlugin("rabbit-3.10.8")).contains(new RabbitVersion(3, 10, 8));
        assertThat(RabbitVersion.ofPlugin("rabbit-4.3.0-rc.1")).contains(new RabbitVersion(4, 3, 0));
        assertThat(RabbitVersion.ofPlugin("rabbit_common-4.3.6")).isEmpty();
        assertThat(RabbitVersion.ofPlugin("rabbitmq_management-4.3.6")).isEmpty();
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(new RabbitVersion(3, 13, 7).isSupported()).isFalse();
        assertThat(new RabbitVersion(4, 0, 5).isSupported()).isFalse();
        assertThat(new RabbitVersion(4, 2, 0).isSupported()).isTrue();
        assertThat(new RabbitVersion(4, 10, 0).isSupported()).isTrue();
        assertThat(new RabbitVersion(5, 0, 0).isSupported()).isTrue();
    }
}
