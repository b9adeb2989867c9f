package io.logcast.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A size in the configuration, in bytes or with a unit (K, M, G, T), within a range. The kinds of sizes are its subclasses; a
 * setting names its kind as its converter.
 */
public abstract class SizeRange implements Converter<MemorySize> {

    private static final String RULE = "must be a size in bytes or with a unit (K, M, G or T), from ";

    private final String least;
    private final String most;

    /** Both ends are included. */
    protected SizeRange(String least, String most) {
        this.least = least;
        this.most = most;
    }

    /** @throws IllegalArgumentException if it is not a size, or lies outside the range */
    @Override
    public final MemorySize convert(String value) {
        MemorySize size;
        try {
            size = parse(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(RULE + this, e);
        }
        var bytes = size.asBigInteger();
        if (bytes.compareTo(parse(least).asBigInteger()) < 0
                || bytes.compareTo(parse(most).asBigInteger()) > 0) {
            throw new IllegalArgumentException(RULE + this);
        }
        return size;
    }

    @Override
    public final String toString() {
        return least + " to " + most;
    }

    private static MemorySize parse(String value) {
        return new MemorySizeConverter().convert(value.trim());
    }
}
