package io.logcast.model.wire;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.UUIDUtil;
import java.util.UUID;

/** The ids of events: a UUID as it is, any other name as a UUIDv5 of it. */
public final class Ids {

    private static final NameBasedGenerator NAMED = Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL);

    private Ids() {}

    /**
     * Takes only the 36 characters of RFC 9562. {@link UUID#fromString} also takes {@code 1-1-1-1-1}, and drops digits of
     * longer groups, so that two texts become one id.
     *
     * @throws IllegalArgumentException if it is not a UUID
     */
    public static UUID parse(String text) {
        return UUIDUtil.uuid(text);
    }

    /** The UUIDv5 (RFC 9562) of a name in the namespace of URLs, the same each time. */
    public static UUID named(String name) {
        return NAMED.generate(name);
    }
}
