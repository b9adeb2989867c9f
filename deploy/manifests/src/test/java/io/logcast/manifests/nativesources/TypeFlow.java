package io.logcast.manifests.nativesources;

import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/**
 * Follows, through one method, which of the project's types each value has or contains: {@code List.of(new
 * Violation(...))} contains a {@code Violation}, whatever the signature of {@code List.of} says. The listener gets the
 * values that are passed to Jackson.
 */
final class TypeFlow extends Interpreter<TypeFlow.Holding> {

    private final NativeSources sources;
    private final Listener listener;
    private final Size sizes = new Size();

    interface Listener {
        void passed(MethodInsnNode call, int argument, Set<Type> types);
    }

    /** A value on the stack; the set of types of an array or collection grows with its elements. */
    record Holding(int size, Set<Type> types) implements Value {
        @Override
        public int getSize() {
            return size;
        }
    }

    /** Knows the sizes of all values. */
    private static final class Size extends org.objectweb.asm.tree.analysis.BasicInterpreter {
        Size() {
            super(Opcodes.ASM9);
        }
    }

    TypeFlow(NativeSources sources, Listener listener) {
        super(Opcodes.ASM9);
        this.sources = sources;
        this.listener = listener;
    }

    @Override
    public @Nullable Holding newValue(org.objectweb.asm.@Nullable Type type) {
        return sized(sizes.newValue(type), type == null ? Set.of() : named(type));
    }

    @Override
    public @Nullable Holding newOperation(AbstractInsnNode instruction)
            throws org.objectweb.asm.tree.analysis.AnalyzerException {
        var size = sizes.newOperation(instruction);
        if (instruction instanceof LdcInsnNode constant && constant.cst instanceof org.objectweb.asm.Type type) {
            return sized(size, named(type));
        }
        if (instruction instanceof TypeInsnNode made) {
            return sized(size, named(org.objectweb.asm.Type.getObjectType(made.desc)));
        }
        return instruction instanceof FieldInsnNode field ? sized(size, field(field)) : sized(size, Set.of());
    }

    @Override
    public Holding copyOperation(AbstractInsnNode instruction, Holding value) {
        return value;
    }

    @Override
    public @Nullable Holding unaryOperation(AbstractInsnNode instruction, Holding value)
            throws org.objectweb.asm.tree.analysis.AnalyzerException {
        var size = sizes.unaryOperation(instruction, BasicValue.REFERENCE_VALUE);
        if (instruction.getOpcode() == Opcodes.CHECKCAST) {
            var cast = named(org.objectweb.asm.Type.getObjectType(((TypeInsnNode) instruction).desc));
            return sized(size, cast.isEmpty() ? value.types() : cast);
        }
        return instruction instanceof FieldInsnNode field && field.getOpcode() == Opcodes.GETFIELD
                ? sized(size, field(field))
                : sized(size, Set.of());
    }

    @Override
    public @Nullable Holding binaryOperation(AbstractInsnNode instruction, Holding first, Holding second)
            throws org.objectweb.asm.tree.analysis.AnalyzerException {
        var size = sizes.binaryOperation(instruction, BasicValue.REFERENCE_VALUE, BasicValue.REFERENCE_VALUE);
        return sized(size, instruction.getOpcode() == Opcodes.AALOAD ? first.types() : Set.of());
    }

    @Override
    public @Nullable Holding ternaryOperation(
            AbstractInsnNode instruction, Holding array, Holding index, Holding element) {
        array.types().addAll(element.types());
        return null;
    }

    @Override
    public @Nullable Holding naryOperation(AbstractInsnNode instruction, List<? extends Holding> values)
            throws org.objectweb.asm.tree.analysis.AnalyzerException {
        var size = sizes.naryOperation(instruction, List.of());
        if (instruction instanceof InvokeDynamicInsnNode lambda) {
            return sized(size, result(lambda));
        }
        if (!(instruction instanceof MethodInsnNode call)) {
            return sized(size, Set.of());
        }
        var receivers = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        for (int i = receivers; i < values.size(); i++) {
            listener.passed(call, i - receivers, values.get(i).types());
        }
        return sized(size, result(call, values, receivers));
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, Holding value, Holding expected) {
        // Callers read the signature.
    }

    @Override
    public Holding merge(Holding one, Holding other) {
        if (one.types().containsAll(other.types())) {
            return one;
        }
        var both = new HashSet<>(one.types());
        both.addAll(other.types());
        return new Holding(Math.min(one.size(), other.size()), both);
    }

    /** A project's method declares its result; a library's method may return, or keep, any of its arguments. */
    private Set<Type> result(MethodInsnNode call, List<? extends Holding> values, int receivers) {
        var own = declared(call.owner, call.name, call.desc);
        if (own != null) {
            return own;
        }
        var all = new HashSet<>(named(org.objectweb.asm.Type.getReturnType(call.desc)));
        values.forEach(value -> all.addAll(value.types()));
        if (receivers == 1 && !isOwn(call.owner)) {
            values.get(0).types().addAll(all);
        }
        return all;
    }

    /** The types that the lambda's body, or the referenced method, returns. */
    private Set<Type> result(InvokeDynamicInsnNode lambda) {
        return Arrays.stream(lambda.bsmArgs)
                .filter(Handle.class::isInstance)
                .map(Handle.class::cast)
                .flatMap(handle -> handle.getTag() == Opcodes.H_NEWINVOKESPECIAL
                        ? named(org.objectweb.asm.Type.getObjectType(handle.getOwner())).stream()
                        : Stream.ofNullable(declared(handle.getOwner(), handle.getName(), handle.getDesc()))
                                .flatMap(Set::stream))
                .collect(java.util.stream.Collectors.toSet());
    }

    private Set<Type> field(FieldInsnNode field) {
        if (isOwn(field.owner)) {
            for (Class<?> type = sources.load(field.owner); type != null; type = type.getSuperclass()) {
                for (var declared : type.getDeclaredFields()) {
                    if (declared.getName().equals(field.name)) {
                        return Set.of(declared.getGenericType());
                    }
                }
            }
        }
        return Set.of();
    }

    private @Nullable Set<Type> declared(String owner, String name, String descriptor) {
        if (!isOwn(owner) || name.equals("<init>")) {
            return null;
        }
        for (Class<?> type = sources.load(owner); type != null; type = type.getSuperclass()) {
            for (var method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && descriptor(method).equals(descriptor)) {
                    return Set.of(method.getGenericReturnType());
                }
            }
        }
        return null;
    }

    private static String descriptor(Executable method) {
        return org.objectweb.asm.Type.getMethodDescriptor((java.lang.reflect.Method) method);
    }

    private Set<Type> named(org.objectweb.asm.Type type) {
        var element = type.getSort() == org.objectweb.asm.Type.ARRAY ? type.getElementType() : type;
        return element.getSort() == org.objectweb.asm.Type.OBJECT
                        && sources.classes().containsKey(element.getInternalName())
                ? Set.of(sources.load(element.getInternalName()))
                : Set.of();
    }

    private static boolean isOwn(String owner) {
        return owner.startsWith("io/logcast/");
    }

    private static @Nullable Holding sized(@Nullable BasicValue size, Set<Type> types) {
        return size == null ? null : new Holding(size.getSize(), new HashSet<>(types));
    }
}
