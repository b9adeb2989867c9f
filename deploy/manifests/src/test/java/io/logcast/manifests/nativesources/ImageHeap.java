package io.logcast.manifests.nativesources;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects in static fields of the project's classes after their initialisation. A native build initialises classes
 * on the building machine, and refuses to put objects into the executable that belong to that machine.
 */
final class ImageHeap {

    private static final List<Class<?>> REFUSED = List.of(
            Random.class,
            SplittableRandom.class,
            Thread.class,
            ExecutorService.class,
            java.io.FileDescriptor.class,
            java.io.InputStream.class,
            java.io.OutputStream.class,
            java.io.RandomAccessFile.class,
            java.net.Socket.class,
            java.net.ServerSocket.class,
            java.nio.MappedByteBuffer.class,
            java.nio.channels.Channel.class,
            java.lang.ref.Cleaner.class);
    /** Classes of libraries that are not on the tests' class path. */
    private static final Set<String> REFUSED_OF_LIBRARIES = Set.of(
            "io.netty.buffer.ByteBuf",
            "io.netty.channel.Channel",
            "io.netty.channel.EventLoopGroup",
            "io.vertx.core.Vertx",
            "io.vertx.core.buffer.Buffer",
            "com.rabbitmq.client.Connection",
            "com.rabbitmq.client.Channel");
    /** Loggers get their handlers from Quarkus at run time. */
    private static final Set<String> LEFT_OUT = Set.of("org.jboss.logging.Logger", "org.jboss.logmanager.Logger");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Held> open = new ArrayDeque<>();
    private final Set<String> refused = new TreeSet<>();

    private record Held(String path, Object object) {}

    private ImageHeap() {}

    /**
     * The objects that a native build would refuse, as {@code field.field...: class}. Initialises the project's
     * classes.
     */
    static Set<String> refused(NativeSources sources) {
        var heap = new ImageHeap();
        sources.own().map(sources::load).forEach(heap::addStaticFields);
        heap.walk();
        return heap.refused;
    }

    private void addStaticFields(Class<?> type) {
        for (var field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                add(type.getName() + "." + field.getName(), value(field, null));
            }
        }
    }

    private void walk() {
        for (var held = open.poll(); held != null; held = open.poll()) {
            var object = held.object();
            if (isRefused(object.getClass())) {
                refused.add(held.path() + ": " + object.getClass().getName());
            } else {
                addWhatItHolds(held.path(), object);
            }
        }
    }

    private void addWhatItHolds(String path, Object object) {
        if (object instanceof Object[] elements) {
            addAll(path, Arrays.asList(elements));
        } else if (object instanceof Collection<?> elements && isOfTheJdk(object)) {
            addAll(path, elements);
        } else if (object instanceof Map<?, ?> map && isOfTheJdk(object)) {
            addAll(path, map.keySet());
            addAll(path, map.values());
        } else if (object instanceof Optional<?> optional) {
            add(path, optional.orElse(null));
        } else if (object instanceof AtomicReference<?> reference) {
            add(path, reference.get());
        } else if (!isOfTheJdk(object)) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                addFields(path, object, type);
            }
        }
    }

    private void addFields(String path, Object object, Class<?> type) {
        for (var field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                add(path + "." + field.getName(), value(field, object));
            }
        }
    }

    private void addAll(String path, Collection<? extends @Nullable Object> elements) {
        elements.forEach(element -> add(path + "[]", element));
    }

    private void add(String path, @Nullable Object object) {
        if (object != null && !(object instanceof String) && !(object instanceof Class) && seen.add(object)) {
            if (!isAny(object.getClass(), LEFT_OUT)) {
                open.add(new Held(path, object));
            }
        }
    }

    /** Null for fields of the JDK's classes, which this JVM does not open. */
    private static @Nullable Object value(Field field, @Nullable Object object) {
        if (field.getType().isPrimitive() || !field.trySetAccessible()) {
            return null;
        }
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (LinkageError e) {
            throw new AssertionError(field + " cannot be initialised", e);
        }
    }

    private static boolean isOfTheJdk(Object object) {
        return object.getClass().getClassLoader() == null
                || object.getClass().getClassLoader() == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isRefused(Class<?> type) {
        return REFUSED.stream().anyMatch(refused -> refused.isAssignableFrom(type))
                || isAny(type, REFUSED_OF_LIBRARIES);
    }

    private static boolean isAny(Class<?> type, Set<String> names) {
        var above = new HashSet<Class<?>>();
        collect(type, above);
        return above.stream().map(Class::getName).anyMatch(names::contains);
    }

    private static void collect(@Nullable Class<?> type, Set<Class<?>> above) {
        if (type != null && above.add(type)) {
            collect(type.getSuperclass(), above);
            for (var face : type.getInterfaces()) {
                collect(face, above);
            }
        }
    }
}
