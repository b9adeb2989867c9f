package io.logcast.client.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a delivery tells its user; how it deals with answers is tested with {@link Sender}. */
class DeliveryTest {

    private final List<String> bodies = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final List<Route> answers = new ArrayList<>();
    private boolean isToFail;

    private final Delivery delivery = new Delivery(this::post, new DeliveryListener() {
        @Override
        public void onSettled(int accepted, int again) {
            news.add("%d accepted, %d again".formatted(accepted, again));
        }

        @Override
        public void onRefused(byte[] line, int status, String reason) {
            news.add(text(line) + " refused");
            if (isToFail) {
                throw new IllegalStateException("listener");
            }
        }

        @Override
        public void onFailure(Failure failure) {
            news.add("%d %s %s".formatted(failure.status(), failure.isForeign(), failure.reason()));
        }
    });

    @Test
    void aRequestHasNoMoreBytesThanAProxyTakesUnlessItIsOneLine() throws Exception {
        var half = "x".repeat(Delivery.MAX_BYTES / 2);
        var large = "y".repeat(Delivery.MAX_BYTES + 1);

        deliver(List.of(half, half, half, large, "z"));

        assertThat(bodies).containsExactly(half + '\n' + half + '\n', half + '\n', large + '\n', "z\n");
    }

    @Test
    void aRequestHasNoMoreLinesThanItsAnswerCanName() throws Exception {
        deliver(IntStream.range(0, Delivery.MAX_LINES + 1)
                .mapToObj(String::valueOf)
                .toList());

        assertThat(bodies).hasSize(2).last().isEqualTo(Delivery.MAX_LINES + "\n");
    }

    @Test
    void eachOutcomeIsTold() throws Exception {
        answers.add(body -> {
            throw new IOException("no connection");
        });
        answers.add(body -> new Route.Response(200, "<html>", Duration.ZERO));
        answers.add(body -> new Route.Response(503, "{\"title\":\"Later\"}", Duration.ZERO));
        answers.add(body -> mixed());

        deliver(List.of("a", "b", "c"));

        assertThat(news)
                .containsExactly(
                        "0 false no connection",
                        "200 true HTTP 200, but not of a producer",
                        "503 false HTTP 503: Later",
                        "1 accepted, 1 again",
                        "b refused",
                        "207 false HTTP 207, 1 of 3 lines are to be sent again: busy",
                        "1 accepted, 0 again");
        assertThat(bodies).endsWith("c\n");
    }

    @Test
    void anExceptionOfTheListenerLosesNoLine() throws Exception {
        answers.add(body -> mixed());
        isToFail = true;

        assertThatIllegalStateException().isThrownBy(() -> deliver(List.of("a", "b", "c")));

        assertThat(delivery.isDone()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> delivery.take(List.of()));
        delivery.run();
        assertThat(bodies).endsWith("c\n");
    }

    private void deliver(List<String> lines) throws InterruptedException {
        delivery.take(lines.stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList());
        delivery.run();
    }

    private Route.Response post(byte[] body) throws IOException, InterruptedException {
        bodies.add(text(body));
        return answers.isEmpty()
                ? accepted(text(body).lines().count())
                : answers.remove(0).post(body);
    }

    private static Route.Response accepted(long lines) {
        return new Route.Response(
                202, "{\"lines\":%d,\"settled_to\":%d,\"errors\":[]}".formatted(lines, lines), Duration.ZERO);
    }

    /** The first is accepted, the second refused, and the third to be sent again. */
    private static Route.Response mixed() {
        return new Route.Response(
                207,
                "{\"lines\":3,\"settled_to\":3,\"errors\":[{\"line\":2,\"outcome\":\"invalid\",\"status\":422,\"reason\":\"bad\"},"
                        + "{\"line\":3,\"outcome\":\"retry\",\"status\":503,\"reason\":\"busy\"}]}",
                Duration.ZERO);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
