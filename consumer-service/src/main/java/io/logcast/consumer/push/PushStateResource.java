package io.logcast.consumer.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.consumer.subscriptions.Push;
import io.logcast.consumer.subscriptions.Subscriptions;
import io.logcast.consumer.subscriptions.UnknownSubscriptionException;
import io.logcast.consumer.webhooks.WebhookBatch;
import io.logcast.consumer.webhooks.WebhookClient;
import io.logcast.http.ProblemException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code .../push}: shows and controls how a subscription's events are sent to their target. */
@Path("/api/v1/subscriptions/{name}/push")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PushStateResource {

    private static final int SHOWN = 20;
    private static final String TEST_SOURCE = "logcast.push";

    private final Subscriptions subscriptions;
    private final PushTable table;
    private final WebhookClient client;
    private final Clock clock;
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    PushStateResource(Subscriptions subscriptions, PushTable table, WebhookClient client, Clock clock) {
        this.subscriptions = subscriptions;
        this.table = table;
        this.client = client;
        this.clock = clock;
    }

    /**
     * The state of a push.
     *
     * @param state {@code active} or {@code paused}
     * @param pausedSince absent unless it is paused
     * @param pausedBecause absent unless it is paused
     * @param successRate of the last 100 attempts, the share that was delivered (0 to 1); absent before the first
     * @param lastAttempts of all replicas, the latest first, at most 20
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PushState(
            Push push,
            String state,
            @Nullable Instant pausedSince,
            @Nullable String pausedBecause,
            @Nullable Double successRate,
            List<Attempt> lastAttempts) {}

    @GET
    @Operation(summary = "Get the state, the success rate and the last attempts of a push")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it is not pushed")
    public PushState get(@RestPath String name) throws SQLException {
        return state(name, push(name));
    }

    @POST
    @Path("pause")
    @Operation(summary = "Pause sending; events wait in the queue")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it is not pushed")
    public PushState pause(@RestPath String name) throws SQLException {
        var push = push(name);
        table.pause(name);
        return state(name, push);
    }

    @POST
    @Path("resume")
    @Operation(summary = "Resume sending, even if the target had answered 410")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it is not pushed")
    public PushState resume(@RestPath String name) throws SQLException {
        var push = push(name);
        table.resume(name);
        return state(name, push);
    }

    @POST
    @Path("test")
    @Operation(
            summary = "Send one test event, of the source logcast.push, now, and return what the target answered",
            description = "It is sent once, from this replica, even if the push is paused. It is not archived.")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it is not pushed")
    public CompletionStage<Attempt> test(@RestPath String name) throws SQLException {
        var target = push(name).target();
        var begun = System.nanoTime();
        var sentAt = clock.instant();
        var batch = WebhookBatch.of(List.of(testEvent(name, sentAt)), 0);
        return client.send(target, batch)
                .thenApply(result -> Attempt.of(
                        batch,
                        result,
                        sentAt,
                        Duration.ofNanos(System.nanoTime() - begun).toMillis()));
    }

    private LogEvent testEvent(String name, Instant now) {
        return new LogEvent(
                newIds.generate(),
                now,
                now,
                Severity.INFO,
                TEST_SOURCE,
                "A test of the push of subscription " + name,
                Map.of(),
                null,
                null);
    }

    private Push push(String name) throws SQLException {
        var push = subscriptions
                .find(name)
                .orElseThrow(() -> new UnknownSubscriptionException(name))
                .push();
        if (push == null) {
            throw ProblemException.notFound("The subscription " + name + " is not pushed");
        }
        return push;
    }

    private PushState state(String name, Push push) throws SQLException {
        var pause = table.pauseOf(name);
        var attempts = table.attemptsOf(name);
        return new PushState(
                push,
                pause.isPresent() ? "paused" : "active",
                pause.map(Pause::since).orElse(null),
                pause.map(found -> found.cause().text()).orElse(null),
                successRate(attempts),
                attempts.subList(0, Math.min(SHOWN, attempts.size())));
    }

    private static @Nullable Double successRate(List<Attempt> attempts) {
        return attempts.isEmpty()
                ? null
                : attempts.stream().filter(Attempt::isDelivered).count() / (double) attempts.size();
    }
}
