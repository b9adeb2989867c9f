package io.logcast.testing.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * Objects that static fields must not hold: a native build would have to put those of the building machine into the
 * executable, which it refuses.
 */
public final class StaticFields {

    private static final List<String> OF_THE_MACHINE = List.of(
            "java.util.Random",
            "java.util.random.RandomGenerator",
            "com.fasterxml.uuid.NoArgGenerator",
            "java.lang.Thread",
            "java.util.concurrent.Executor",
            "java.io.File",
            "java.nio.file.Path",
            "java.io.Closeable",
            "java.nio.Buffer",
            "io.netty.buffer.ByteBuf",
            "io.netty.channel.Channel",
            "io.netty.channel.EventLoopGroup",
            "io.vertx.core.buffer.Buffer",
            "io.vertx.core.Vertx",
            "com.rabbitmq.client.Connection",
            "com.rabbitmq.client.Channel");

    private StaticFields() {}

    /** No static field of the checked classes has the type of a buffer, a thread, a socket, a file or the like. */
    public static ArchRule holdNothingOfTheMachine() {
        return noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(DescribedPredicate.describe(
                        "that belongs to the machine it was made on",
                        (JavaClass type) -> OF_THE_MACHINE.stream().anyMatch(type::isAssignableTo)));
    }
}
