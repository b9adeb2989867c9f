package io.logcast.manifests.nativesources;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All classes that are written as JSON or read from it by reflection: the roots and the types of their properties. */
final class JsonTypes {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String OWN = "io.logcast.";
    private static final String OTLP = "io.opentelemetry.proto.";

    private final Set<Class<?>> writtenByHand;
    private final Set<Type> seen = new HashSet<>();
    private final Deque<Type> open = new ArrayDeque<>();
    private final Set<String> reflective = new TreeSet<>();

    private JsonTypes(Set<Class<?>> writtenByHand) {
        this.writtenByHand = writtenByHand;
    }

    /** Their names. */
    static Set<String> of(NativeSources sources) {
        var types = new JsonTypes(writtenByHand(sources));
        types.open.addAll(JsonRoots.of(sources));
        for (var type = types.open.poll(); type != null; type = types.open.poll()) {
            if (types.seen.add(type)) {
                types.add(type);
            }
        }
        return types.reflective;
    }

    /** Types with a serializer or deserializer of their own. */
    private static Set<Class<?>> writtenByHand(NativeSources sources) {
        return sources.own()
                .map(sources::load)
                .filter(type ->
                        JsonSerializer.class.isAssignableFrom(type) || JsonDeserializer.class.isAssignableFrom(type))
                .map(Class::getGenericSuperclass)
                .filter(ParameterizedType.class::isInstance)
                .flatMap(type -> Arrays.stream(((ParameterizedType) type).getActualTypeArguments()))
                .filter(Class.class::isInstance)
                .map(type -> (Class<?>) type)
                .collect(Collectors.toSet());
    }

    private void add(Type type) {
        if (type instanceof Class<?> named) {
            addClass(named);
        } else if (type instanceof ParameterizedType generic) {
            open.add(generic.getRawType());
            open.addAll(Arrays.asList(generic.getActualTypeArguments()));
        } else if (type instanceof GenericArrayType array) {
            open.add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            open.addAll(Arrays.asList(wildcard.getUpperBounds()));
        }
    }

    private void addClass(Class<?> type) {
        if (type.isArray()) {
            open.add(type.getComponentType());
        } else if (type.getName().startsWith(OTLP)) {
            addMessage(type);
        } else if (type.getName().startsWith(OWN) && isData(type) && !writtenByHand.contains(type)) {
            addBean(type);
        }
    }

    /** Excludes objects that are never JSON: beans, exceptions, lambdas. */
    private static boolean isData(Class<?> type) {
        return !Throwable.class.isAssignableFrom(type)
                && (type.isRecord() || type.isEnum() || type.isInterface() || hasJson(type));
    }

    private static boolean hasJson(Class<?> type) {
        return Stream.concat(
                        Arrays.stream(type.getDeclaredMethods())
                                .flatMap(method -> Arrays.stream(method.getAnnotations())),
                        Arrays.stream(type.getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getName().startsWith("com.fasterxml.jackson.annotation."));
    }

    private void addBean(Class<?> type) {
        if (!Modifier.isAbstract(type.getModifiers()) || type.isEnum()) {
            reflective.add(type.getName());
        }
        subtypes(type).forEach(open::add);
        if (!type.isEnum()) {
            properties(JACKSON.constructType(type))
                    .map(BeanPropertyDefinition::getPrimaryType)
                    .forEach(this::addProperty);
        }
    }

    private static Stream<Class<?>> subtypes(Class<?> type) {
        var named = type.getAnnotation(JsonSubTypes.class);
        return Stream.concat(
                type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of(),
                named == null ? Stream.of() : Arrays.stream(named.value()).map(JsonSubTypes.Type::value));
    }

    private static Stream<BeanPropertyDefinition> properties(JavaType type) {
        return Stream.of(
                        JACKSON.getSerializationConfig().introspect(type),
                        JACKSON.getDeserializationConfig().introspect(type))
                .flatMap(bean -> bean.findProperties().stream());
    }

    private void addProperty(@Nullable JavaType type) {
        if (type != null) {
            open.add(type.getRawClass());
            type.getBindings().getTypeParameters().forEach(this::addProperty);
            addProperty(type.getContentType());
        }
    }

    /** Protobuf's JSON finds fields through the methods of a message and its builder. */
    private void addMessage(Class<?> type) {
        if (!type.isInterface()) {
            reflective.add(type.getName());
        }
        Arrays.stream(type.getMethods())
                .filter(method ->
                        method.getParameterCount() == 0 && method.getName().startsWith("get"))
                .map(method -> method.getGenericReturnType())
                .forEach(open::add);
    }
}
