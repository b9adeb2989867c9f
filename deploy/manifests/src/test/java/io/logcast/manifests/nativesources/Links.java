package io.logcast.manifests.nativesources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Fields and methods that a class uses although their owner does not have them, because a library has another version
 * than the one it was compiled with. A JVM fails when it gets there; a native build links everything that it can reach,
 * and fails. A class that does not exist at all belongs to a library that was left out on purpose.
 */
final class Links {

    private final NativeSources sources;
    private final Map<String, Optional<Type>> types = new HashMap<>();

    Links(NativeSources sources) {
        this.sources = sources;
    }

    private record Type(@Nullable String parent, List<String> interfaces, Set<String> members, boolean isOfTheJdk) {}

    /** As {@code user -> owner.member}. */
    Set<String> unresolved() {
        var unresolved = new TreeSet<String>();
        sources.classes()
                .forEach((user, bytes) -> new ClassReader(bytes)
                        .accept(
                                new Uses((owner, member) -> {
                                    if (isMissing(user, owner, member)) {
                                        unresolved.add(user + " -> " + owner + "." + member);
                                    }
                                }),
                                ClassReader.SKIP_DEBUG));
        return unresolved;
    }

    private boolean isMissing(String user, String owner, String member) {
        var type = type(owner);
        return type.isPresent()
                && !type.get().isOfTheJdk()
                // Skips a class that Quarkus, or the jar's part for this Java version, replaces.
                && !outermost(user).equals(outermost(owner))
                && lacks(owner, member);
    }

    /** Also false if a superclass does not exist. */
    private boolean lacks(String owner, String member) {
        return type(owner)
                .map(type -> !type.members().contains(member)
                        && Stream.concat(Stream.ofNullable(type.parent()), type.interfaces().stream())
                                .allMatch(above -> lacks(above, member)))
                .orElse(false);
    }

    private static String outermost(String type) {
        var nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }

    private Optional<Type> type(String name) {
        var known = types.get(name);
        if (known == null) {
            var bytes = sources.classes().get(name);
            known = bytes != null ? Optional.of(type(bytes, false)) : ofTheJdk(name);
            types.put(name, known);
        }
        return known;
    }

    private static Optional<Type> ofTheJdk(String name) {
        try (var in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(type(in.readAllBytes(), true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Type type(byte[] bytes, boolean isOfTheJdk) {
        var members = new HashSet<String>();
        var reader = new ClassReader(bytes);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable FieldVisitor visitField(
                            int access, String name, String type, @Nullable String generic, @Nullable Object value) {
                        members.add(name + " " + type);
                        return null;
                    }

                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String name,
                            String type,
                            @Nullable String generic,
                            String @Nullable [] thrown) {
                        members.add(name + type);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
        return new Type(reader.getSuperName(), new ArrayList<>(List.of(reader.getInterfaces())), members, isOfTheJdk);
    }

    private interface Use {
        void of(String owner, String member);
    }

    /** Every field and method that a class's code names. */
    private static final class Uses extends ClassVisitor {
        private final Use use;

        Uses(Use use) {
            super(Opcodes.ASM9);
            this.use = use;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String generic, String @Nullable [] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String fieldType) {
                    use.of(owner, field + " " + fieldType);
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String methodType, boolean face) {
                    use.of(owner, method + methodType);
                }

                @Override
                public void visitInvokeDynamicInsn(String method, String methodType, Handle bootstrap, Object... with) {
                    for (var argument : with) {
                        if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
                            use.of(handle.getOwner(), handle.getName() + handle.getDesc());
                        }
                    }
                }
            };
        }
    }
}
