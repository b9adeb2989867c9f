package io.logcast.rabbitmq.testing;

import java.util.ArrayList;
import java.util.List;

/** Sets system properties, which the application's configuration sees, for the duration of a test. */
public final class Properties implements AutoCloseable {

    private final List<String> names = new ArrayList<>();

    public Properties set(String name, String value) {
        System.setProperty(name, value);
        names.add(name);
        return this;
    }

    @Override
    public void close() {
        names.forEach(System::clearProperty);
    }
}
