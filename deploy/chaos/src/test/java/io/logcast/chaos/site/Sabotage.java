package io.logcast.chaos.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Timer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A Java agent that breaks a service in one way, which its argument names. Its advice is copied into methods of the service, so
 * signatures must not name types that only the service knows.
 */
public final class Sabotage {

    /** Emitters report a message as confirmed as soon as it is sent. */
    static final String EARLY_ANSWER = "early-answer";
    /** A receipt says that its event is archived, wherever that is. */
    static final String SAME_RECEIPT = "same-receipt";
    /** Events of subscriptions are acknowledged as soon as they are handed out. */
    static final String EARLY_ACK = "early-ack";
    /** The events of a message are handed out in reverse order. */
    static final String REVERSED = "reversed";
    /** A resumed live tail goes live without the events that its reader has missed. */
    static final String NO_REPLAY = "no-replay";
    /** Each AMQP channel that is closed leaves a thread. */
    static final String MORE_THREADS = "more-threads";
    /** AMQP channels that are no longer needed stay open. */
    static final String OPEN_CHANNELS = "open-channels";

    private static final String EMITTER = "io.smallrye.reactive.messaging.providers.extension.EmitterImpl";
    private static final String MESSAGE = "org.eclipse.microprofile.reactive.messaging.Message";
    private static final String RECEIPT = "io.logcast.consumer.receipts.Receipt";
    private static final String HELD = "io.logcast.consumer.subscriptions.delivery.HeldMessage";
    private static final String STREAM = "io.logcast.consumer.stream.EventStream";
    private static final String LINK = "io.logcast.rabbitmq.connection.BrokerLink";

    private static final ElementMatcher<MethodDescription> HANDS_OUT =
            ElementMatchers.<MethodDescription>named("handOut").and(ElementMatchers.takesArguments(1));

    private Sabotage() {}

    public static void premain(String way, Instrumentation instrumentation) {
        switch (way) {
            case EARLY_ANSWER ->
                advise(
                        instrumentation,
                        EMITTER,
                        ElementMatchers.<MethodDescription>named("send")
                                .and(ElementMatchers.takesArgument(0, ElementMatchers.named(MESSAGE))),
                        AckBeforeSent.class);
            case SAME_RECEIPT -> advise(instrumentation, RECEIPT, ElementMatchers.named("of"), Archived.class);
            case EARLY_ACK -> advise(instrumentation, HELD, HANDS_OUT, AckHandedOut.class);
            case REVERSED -> advise(instrumentation, HELD, HANDS_OUT, Reversed.class);
            case NO_REPLAY -> advise(instrumentation, STREAM, ElementMatchers.named("replay"), NotReplayed.class);
            case MORE_THREADS -> advise(instrumentation, LINK, ElementMatchers.named("discard"), OneMoreThread.class);
            case OPEN_CHANNELS -> advise(instrumentation, LINK, ElementMatchers.named("discard"), Skipped.class);
            default -> throw new IllegalArgumentException("No such way: " + way);
        }
    }

    private static void advise(
            Instrumentation instrumentation,
            String type,
            ElementMatcher<? super MethodDescription> method,
            Class<?> advice) {
        new AgentBuilder.Default()
                .type(ElementMatchers.named(type))
                .transform((builder, found, loader, module, domain) ->
                        builder.visit(Advice.to(advice).on(method)))
                .installOn(instrumentation);
    }

    /** Of {@link #EARLY_ANSWER}. */
    public static final class AckBeforeSent {

        private AckBeforeSent() {}

        @Advice.OnMethodEnter
        static void sending(@Advice.Argument(0) Object message) {
            ((Message<?>) message).ack();
        }
    }

    /** Of {@link #SAME_RECEIPT}. */
    public static final class Archived {

        private Archived() {}

        @Advice.OnMethodEnter
        static void answering(@Advice.Argument(value = 1, readOnly = false) Instant archivedAt) {
            archivedAt = Instant.EPOCH;
        }
    }

    /** Of {@link #EARLY_ACK}. */
    public static final class AckHandedOut {

        private AckHandedOut() {}

        @Advice.OnMethodExit
        static void handedOut(@Advice.This Object message, @Advice.Return List<?> events) throws Exception {
            Method ack = message.getClass().getMethod("ack", int.class);
            for (Object event : events) {
                ack.invoke(message, event.getClass().getMethod("index").invoke(event));
            }
        }
    }

    /** Of {@link #REVERSED}. */
    public static final class Reversed {

        private Reversed() {}

        @Advice.OnMethodExit
        static void handedOut(@Advice.Return(readOnly = false) List<?> events) {
            List<?> reversed = new ArrayList<>(events);
            Collections.reverse(reversed);
            events = reversed;
        }
    }

    /** Of {@link #NO_REPLAY}. */
    public static final class NotReplayed {

        private NotReplayed() {}

        @Advice.OnMethodEnter
        static void replaying(@Advice.Argument(value = 0, readOnly = false) List<?> events) {
            events = List.of();
        }
    }

    /** Of {@link #MORE_THREADS}. */
    public static final class OneMoreThread {

        private OneMoreThread() {}

        @Advice.OnMethodEnter
        static void discarding() {
            new Timer("left over", true);
        }
    }

    /** Of {@link #OPEN_CHANNELS}. */
    public static final class Skipped {

        private Skipped() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skips() {
            return true;
        }
    }

    /** The JVM's argument that breaks a service in that way. */
    static String argument(String way) {
        return "-javaagent:" + jar() + "=" + way;
    }

    private static Path jar() {
        var jar = Path.of("target", "chaos", "sabotage.jar").toAbsolutePath();
        try {
            Files.createDirectories(jar.getParent());
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
                add(out, Sabotage.class);
                for (var advice : Sabotage.class.getDeclaredClasses()) {
                    add(out, advice);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), Sabotage.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, location(AgentBuilder.class).toString());
        return manifest;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (var bytes = Sabotage.class.getClassLoader().getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("No class file of " + type);
            }
            bytes.transferTo(jar);
        }
        jar.closeEntry();
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
