package io.logcast.producer.logs;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.logs.SharedMessage.Address;
import io.opentelemetry.context.ContextKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final int MAX_EVENTS = 5;
    private static final int MAX_BYTES = 10_000;
    private static final Map<String, Object> ACME = Map.of("tenant", "acme");

    private static Vertx vertx;

    private final Queue<SharedMessage> shared = new ConcurrentLinkedQueue<>();
    private final Queue<LogMessage> sent = new ConcurrentLinkedQueue<>();
    private final Turns turns = new Turns(MAX_EVENTS, MAX_BYTES, message -> {
        sent.add(message.take());
        shared.add(message);
    });
    private final Context eventLoop = eventLoop();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void messagesOfOneTurnShareOneInTheirOrder() {
        // Given
        var messages = messages(3);
        // When
        inOneTurn(() -> messages.map(this::broadcast).toList());
        // Then
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(texts(message)).containsExactly("0", "1", "2"));
    }

    @Test
    void nothingIsSentBeforeTheTurnEnds() {
        // When
        var sentWithin = inOneTurn(() -> {
            broadcast(message("hello"));
            return sent.size();
        });
        // Then
        assertThat(sentWithin).isZero();
        assertThat(sent).hasSize(1);
    }

    @Test
    void oneAloneIsSentAsItIs() {
        // Given
        var alone = message("alone");
        // When
        inOneTurn(() -> broadcast(alone));
        // Then
        assertThat(sent).singleElement().isSameAs(alone);
    }

    @Test
    void messagesOfTwoTurnsDoNotWaitForEachOther() {
        // When
        inOneTurn(() -> broadcast(message("first")));
        inOneTurn(() -> broadcast(message("second")));
        // Then
        assertThat(sent).extracting(LogMessage::events).containsExactly(1, 1);
    }

    @Test
    void destinationsAndRoutesAreKeptApart() {
        // When
        inOneTurn(() -> {
            for (int round = 0; round < 2; round++) {
                broadcast(message("all"));
                broadcast(message("of a tenant", ACME));
                send("a", message("to a"));
                send("b", message("to b"));
            }
            return null;
        });
        // Then
        assertThat(sent)
                .extracting(TurnsTest::texts)
                .containsExactly(
                        List.of("all", "all"),
                        List.of("of a tenant", "of a tenant"),
                        List.of("to a", "to a"),
                        List.of("to b", "to b"));
        assertThat(shared).extracting(message -> message.address().queue()).containsExactly(null, null, "a", "b");
        assertThat(sent)
                .element(1)
                .satisfies(message -> assertThat(message.headers()).containsAllEntriesOf(ACME));
    }

    @Test
    void noSharedMessageHasMoreEventsThanAllowed() {
        // Given
        var three = new LogMessage(List.of(event("1"), event("2"), event("3")), Map.of());
        // When
        inOneTurn(() -> Stream.concat(Stream.of(three, three), messages(6))
                .map(this::broadcast)
                .toList());
        // Then
        assertThat(sent)
                .extracting(TurnsTest::texts)
                .containsExactly(List.of("1", "2", "3"), List.of("1", "2", "3", "0", "1"), List.of("2", "3", "4", "5"));
    }

    @Test
    void noSharedMessageHasMoreBytesThanAllowedButOneAloneMay() {
        // Given
        var half = "x".repeat(MAX_BYTES / 2 - 1_000);
        var larger = "y".repeat(MAX_BYTES + 1);
        // When
        inOneTurn(() -> Stream.of(half, half, half, larger, "z")
                .map(text -> broadcast(message(text)))
                .toList());
        // Then
        assertThat(sent)
                .extracting(TurnsTest::texts)
                .containsExactly(List.of(half, half), List.of(half), List.of(larger), List.of("z"));
    }

    @Test
    void aRefusalFailsEachWithAnExceptionOfItsOwn() {
        // Given
        var answers = inOneTurn(() -> messages(2).map(this::broadcast).toList());
        // When
        shared.element().refused(() -> new IllegalStateException("queue full"));
        // Then
        assertThat(answers)
                .hasSize(2)
                .allSatisfy(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage("queue full"));
        assertThat(answers)
                .extracting(answer -> answer.handle((none, failure) -> failure).join())
                .doesNotHaveDuplicates();
    }

    @Test
    void aConfirmCompletesAll() {
        // Given
        var answers = inOneTurn(() -> messages(2).map(this::broadcast).toList());
        // When
        shared.element().confirmed();
        // Then
        assertThat(answers).hasSize(2).allSatisfy(answer -> assertThat(answer).isCompleted());
    }

    @Test
    void keepsTheTraceOfEach() {
        // Given
        var key = ContextKey.<String>named("test");
        var address = new Address(null, message("hello").route());
        // When
        inOneTurn(() -> Stream.of("1", "2")
                .map(trace -> turns.send(
                        address,
                        message(trace),
                        io.opentelemetry.context.Context.root().with(key, trace)))
                .toList());
        // Then
        assertThat(shared.element().traces())
                .extracting(trace -> trace.get(key))
                .containsExactly("1", "2");
    }

    @Test
    void eventLoopsShareNothing() {
        // Given
        var other = eventLoop();
        var together = new CyclicBarrier(2);
        Supplier<Thread> turn = () -> {
            broadcast(message("1"));
            meet(together);
            broadcast(message("2"));
            return Thread.currentThread();
        };
        // When
        var first = begin(eventLoop, turn);
        var second = begin(other, turn);
        // Then
        assertThat(first.join()).isNotSameAs(second.join());
        assertThat(sent).extracting(TurnsTest::texts).containsExactly(List.of("1", "2"), List.of("1", "2"));
    }

    @Test
    void isSentAtOnceOutsideOfAnEventLoop() {
        // When
        broadcast(message("hello"));
        // Then
        assertThat(sent).hasSize(1);
    }

    private CompletableFuture<Void> broadcast(LogMessage message) {
        return turns.send(new Address(null, message.route()), message, null);
    }

    private void send(String queue, LogMessage message) {
        turns.send(new Address(queue, message.route()), message, null);
    }

    /** Returns when the turn has ended. */
    private <T> T inOneTurn(Supplier<T> work) {
        return begin(eventLoop, work).join();
    }

    private static <T> CompletableFuture<T> begin(Context eventLoop, Supplier<T> work) {
        var ended = new CompletableFuture<T>();
        eventLoop.runOnContext(nothing -> {
            try {
                var result = work.get();
                // Runs after the end of the turn.
                eventLoop.runOnContext(end -> ended.complete(result));
            } catch (RuntimeException | Error e) {
                ended.completeExceptionally(e);
            }
        });
        return ended.orTimeout(1, TimeUnit.MINUTES);
    }

    /** Each call uses another thread, since a thread keeps the context that it got first. */
    private static Context eventLoop() {
        return CompletableFuture.supplyAsync(() -> vertx.getOrCreateContext(), task -> new Thread(task).start())
                .join();
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<LogMessage> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> message(String.valueOf(i)));
    }

    private static LogMessage message(String text) {
        return message(text, Map.of());
    }

    private static LogMessage message(String text, Map<String, Object> routingAttributes) {
        return new LogMessage(List.of(event(text)), routingAttributes);
    }

    private static List<String> texts(LogMessage message) {
        return LogMessage.read(message.body()).events().stream()
                .map(event -> event.message())
                .toList();
    }
}
