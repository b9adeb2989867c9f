package io.logcast.chaos.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A Java agent that makes emitters report a message as confirmed as soon as it is sent. */
public final class EarlyAnswer {

    private static final String EMITTER = "io.smallrye.reactive.messaging.providers.extension.EmitterImpl";
    private static final String MESSAGE = "org.eclipse.microprofile.reactive.messaging.Message";

    private EarlyAnswer() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        new AgentBuilder.Default()
                .type(ElementMatchers.named(EMITTER))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(AckBeforeSent.class)
                        .on(ElementMatchers.named("send")
                                .and(ElementMatchers.takesArgument(0, ElementMatchers.named(MESSAGE))))))
                .installOn(instrumentation);
    }

    /** Copied into the emitter's method. */
    public static final class AckBeforeSent {

        private AckBeforeSent() {}

        @Advice.OnMethodEnter
        static void sending(@Advice.Argument(0) Object message) {
            // The type is known only in the class that this is copied to, so the signature must not name it.
            ((Message<?>) message).ack();
        }
    }

    static Path agentJar() {
        var jar = Path.of("target", "chaos", "early-answer.jar").toAbsolutePath();
        try {
            Files.createDirectories(jar.getParent());
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
                add(out, EarlyAnswer.class);
                add(out, AckBeforeSent.class);
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
        attributes.put(new Attributes.Name("Premain-Class"), EarlyAnswer.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, location(AgentBuilder.class).toString());
        return manifest;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (var bytes = EarlyAnswer.class.getClassLoader().getResourceAsStream(name)) {
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
