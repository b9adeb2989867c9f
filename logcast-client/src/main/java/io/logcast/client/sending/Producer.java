package io.logcast.client.sending;

import io.logcast.client.OwnThread;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The producer, reached over HTTP. */
final class Producer implements Route, AutoCloseable {

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

    @Override
    public Response post(byte[] lines) throws IOException, InterruptedException {
        var sending = http.sendAsync(request(lines), head -> new BoundedText());
        try {
            return response(sending.get(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + settings.answerTimeout().toMillis() + " ms", e);
        } finally {
            // After a deadline or an interrupt, this ends the exchange.
            sending.cancel(true);
        }
    }

    private HttpRequest request(byte[] lines) throws IOException {
        try {
            var builder = HttpRequest.newBuilder(settings.endpoint())
                    .header("Content-Type", "application/x-ndjson")
                    .header("User-Agent", "logcast-client")
                    .timeout(settings.answerTimeout());
            var authorization = settings.authorization().get();
            if (!authorization.isEmpty()) {
                authorize(builder, authorization);
            }
            return builder.POST(BodyPublishers.ofByteArray(lines)).build();
        } catch (RuntimeException e) {
            throw new IOException("no authorization: " + e, e);
        }
    }

    private static void authorize(HttpRequest.Builder builder, String authorization) {
        try {
            builder.header("Authorization", authorization);
        } catch (IllegalArgumentException e) {
            // The JDK's message has the value, which is a secret.
            throw new IllegalArgumentException("it is not a legal value of a header");
        }
    }

    private static Response response(HttpResponse<String> response) {
        var retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(header -> BackOff.retryAfter(header, Instant.now()))
                .orElse(Duration.ZERO);
        return new Response(response.statusCode(), response.body(), retryAfter);
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
