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
 * A Reactive Messaging application that lasts as long as the process: after each start, the JIT compilers need CPU time
 * for long, which would slow down the runs. Its channels are those of {@code META-INF/microprofile-config.properties};
 * only {@code BENCH_CONNECTOR} differs between the two connectors.
 */
final class Application {

    static {
        // Quarkus' own configuration is on the class path, but works only in a Quarkus application.
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

    /** With meters, as in a service. */
    static final class Meters {

        @Produces
        @Singleton
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
