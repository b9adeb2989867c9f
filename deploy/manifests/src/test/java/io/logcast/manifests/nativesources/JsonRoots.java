package io.logcast.manifests.nativesources;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.StreamingOutput;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * The types that are written as JSON or read from it: those of all routes, and those that code passes to Jackson or
 * into an answer.
 */
final class JsonRoots {

    /** Classes whose methods turn their arguments into JSON, or JSON into the type that an argument names. */
    private static final Pattern MAPPERS = Pattern.compile("com/fasterxml/jackson/(core|databind)/.*"
            + "|com/google/protobuf/util/JsonFormat.*"
            + "|io/vertx/core/json/.*"
            + "|jakarta/ws/rs/core/Response.*"
            + "|org/jboss/resteasy/reactive/RestResponse.*"
            + "|io/quarkiverse/resteasy/problem/HttpProblem.*");

    private static final Pattern INJECTED =
            Pattern.compile("(jakarta\\.ws\\.rs|org\\.jboss\\.resteasy\\.reactive)\\..*");

    private final NativeSources sources;
    private final Set<Type> types = new HashSet<>();

    private JsonRoots(NativeSources sources) {
        this.sources = sources;
    }

    static Set<Type> of(NativeSources sources) {
        var roots = new JsonRoots(sources);
        var own = sources.own().toList();
        own.stream().map(sources::load).forEach(roots::addRoutes);
        own.forEach(roots::addCalls);
        return roots.types;
    }

    private void addRoutes(Class<?> type) {
        if (type.isAnnotationPresent(Path.class)) {
            for (var method : type.getDeclaredMethods()) {
                if (isRoute(method)) {
                    types.add(method.getGenericReturnType());
                    types.addAll(bodies(method).collect(Collectors.toSet()));
                }
            }
        }
    }

    private static boolean isRoute(Method method) {
        return !method.isSynthetic()
                && !Modifier.isStatic(method.getModifiers())
                && Arrays.stream(method.getAnnotations()).anyMatch(JsonRoots::isOfJakarta);
    }

    /** The parameters that a body fills. */
    private static Stream<Type> bodies(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> Arrays.stream(parameter.getAnnotations()).noneMatch(JsonRoots::isOfJakarta))
                .map(parameter -> parameter.getParameterizedType());
    }

    private static boolean isOfJakarta(Annotation annotation) {
        return INJECTED.matcher(annotation.annotationType().getName()).matches();
    }

    private void addCalls(String name) {
        var type = new ClassNode();
        new ClassReader(sources.classes().get(name)).accept(type, ClassReader.SKIP_DEBUG);
        var analyzer = new Analyzer<>(new TypeFlow(sources, this::addPassed));
        for (var method : type.methods) {
            try {
                analyzer.analyze(name, method);
            } catch (AnalyzerException e) {
                throw new AssertionError(name + "." + method.name, e);
            }
        }
    }

    private void addPassed(MethodInsnNode call, int argument, Set<Type> passed) {
        var declared = org.objectweb.asm.Type.getArgumentTypes(call.desc)[argument];
        // If a method of ours takes any object, it can only turn it into JSON, as with the values of problems.
        var anything = call.owner.startsWith("io/logcast/")
                && !call.name.equals("equals")
                && declared.getClassName().equals("java.lang.Object");
        if (anything || MAPPERS.matcher(call.owner).matches()) {
            passed.stream().filter(type -> !writesItself(type)).forEach(types::add);
        }
    }

    private static boolean writesItself(Type type) {
        return type instanceof Class<?> entity && StreamingOutput.class.isAssignableFrom(entity);
    }
}
