package io.logcast.client.sending;

import io.logcast.client.OwnThread;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The producer, reached over HTTP. */
final class Producer implements AutoCloseable {

    private static final int TOO_LARGE = 413;

    private final SenderSettings settings;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new OwnThread(task, "logcast-http"));
    private final HttpClient http;

    Producer(SenderSettings settings) {
        this.settings = settings;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(threads)
                .build();
    }

    /** Sends the lines. Any failure becomes a failed attempt. */
    Attempt post(List<byte[]> lines) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(lines);
        } catch (RuntimeException e) {
            return Attempt.failed(lines, "no authorization: " + e, Duration.ZERO);
        }
        var sending = http.sendAsync(request, head -> new BoundedText());
        try {
            return attempt(lines, sending.get(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return Attempt.failed(lines, reason(e), Duration.ZERO);
        } catch (TimeoutException e) {
            return Attempt.failed(
                    lines, "no answer within " + settings.answerTimeout().toMillis() + " ms", Duration.ZERO);
        } finally {
            // After a deadline or an interrupt, this ends the exchange.
            sending.cancel(true);
        }
    }

    private HttpRequest request(List<byte[]> lines) {
        var builder = HttpRequest.newBuilder(settings.endpoint())
                .header("Content-Type", "application/x-ndjson")
                .header("User-Agent", "logcast-client")
                .timeout(settings.answerTimeout());
        var authorization = settings.authorization().get();
        if (!authorization.isEmpty()) {
            authorize(builder, authorization);
        }
        var body = new ByteArrayOutputStream();
        for (var line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        return builder.POST(BodyPublishers.ofByteArray(body.toByteArray())).build();
    }

    private static void authorize(HttpRequest.Builder builder, String authorization) {
        try {
            builder.header("Authorization", authorization);
        } catch (IllegalArgumentException e) {
            // The JDK's message has the value, which is a secret.
            throw new IllegalArgumentException("it is not a legal value of a header");
        }
    }

    private static Attempt attempt(List<byte[]> lines, HttpResponse<String> response) {
        var status = response.statusCode();
        var retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(header -> BackOff.retryAfter(header, Instant.now()))
                .orElse(Duration.ZERO);
        var body = Answer.members(response.body());
        return Answer.of(body, lines.size())
                .map(answer -> Attempt.answered(lines, answer, status, retryAfter))
                .orElseGet(() -> {
                    var failure = "HTTP " + status + Answer.detail(body);
                    return status == TOO_LARGE
                            ? Attempt.tooLarge(lines, status, failure)
                            : Attempt.failed(
                                    lines, status < 300 ? failure + ", but not of a producer" : failure, retryAfter);
                });
    }

    private static String reason(ExecutionException failure) {
        var cause = failure.getCause();
        // Some have no message.
        return cause instanceof ConnectException ? "no connection" : String.valueOf(cause);
    }

    /** Lets its threads end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
