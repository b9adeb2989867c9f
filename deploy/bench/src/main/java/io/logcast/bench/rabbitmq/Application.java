package io.logcast.bench.rabbitmq;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * A Reactive Messaging application that lasts as long as the process, since its start would be compiled for long after
 * and at the runs' cost. Its channels are those of {@code
 * META-INF/microprofile-config.properties}, where {@code BENCH_CONNECTOR} is all that differs between the connectors.
 */
final class Application {

    static {
        // Quarkus' own configuration, which is on the class path, exists in a Quarkus application alone.
        ConfigProviderResolver.instance()
                .registerConfig(
                        new SmallRyeConfigBuilder()
                                .addDefaultInterceptors()
                                .addDefaultSources()
                                .build(),
                        Application.class.getClassLoader());
    }

    private final WeldContainer container;

    private Application(WeldContainer container) {
        this.container = container;
    }

    static Application with(Class<?>... beans) {
        return new Application(
                new Weld().addBeanClasses(Meters.class).addBeanClasses(beans).initialize());
    }

    <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    /** As in a service, meters are counted. */
    static final class Meters {

        @Produces
        @Singleton
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
