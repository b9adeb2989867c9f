package io.logcast.cli.connection;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request and its whole answer, with limits of time and size. */
final class Exchange {

    private Exchange() {}

    /** @throws IOException if the whole answer does not arrive in time */
    static Answer call(HttpClient http, HttpRequest.Builder request, Duration timeout) throws IOException {
        var answer = await(http.sendAsync(request.timeout(timeout).build(), BoundedBody.handler()), timeout);
        return Answer.of(answer, answer.body());
    }

    static <T> T await(CompletableFuture<T> answer, Duration timeout) throws IOException {
        try {
            // The request's own timeout covers only the time until the headers.
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted");
        } catch (ExecutionException e) {
            throw new IOException(describe(e.getCause()), e);
        }
    }

    /** The JDK's exceptions often have no message. */
    private static String describe(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
        }
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return "connection refused";
        }
        return failure == null
                ? "failed"
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
