package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.e2e.RawCall.Answer;
import io.logcast.local.ServiceProcess;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.oidc.Issuer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every route in the OpenAPI documents of both services, with every kind of broken input. The answer says what is
 * wrong, in the caller's words.
 */
class BrokenInputIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The request line is too long to be read at all; the HTTP server itself answers, without a body. */
    private static final int BEFORE_ANY_ROUTE = 414;

    private static final String OTLP = "/v1/logs";
    /** These answer like the servers that their clients were made for. */
    private static final Pattern AS_OTHER_SERVERS = Pattern.compile("/|/loki/.*|/_.*|/\\{index}/_bulk|/services/.*");

    private static final Pattern OF_THE_INSIDE =
            Pattern.compile("\\b(java|javax|jakarta|io\\.quarkus|io\\.vertx|io\\.netty"
                    + "|io\\.logcast|com\\.fasterxml|org)\\.[a-zA-Z]|[a-z]Exception\\b|StreamRead|RESTEASY|SRCFG|\\bPT\\d|: null\\b"
                    + "|resource method|@Consumes|@Produces|JsonToken|START_OBJECT|source-ref|\\[Source");

    @Test
    void isAnsweredInTheCallersWords() {
        try (var installation = new Installation();
                var producer = start(installation, "producer");
                var consumer = start(installation, "consumer")) {
            // Given
            var routes = Stream.of(producer, consumer)
                    .flatMap(service -> routes(service.baseUri()))
                    .toList();
            assertThat(routes).hasSizeGreaterThan(15);
            // When
            var faults = new ArrayList<String>();
            for (var route : routes) {
                faults.addAll(faults(route));
            }
            // Then
            assertThat(faults).as("%d faults", faults.size()).isEmpty();
        }
    }

    private static List<String> faults(DescribedRoute route) {
        var token = token();
        var faults = new ArrayList<String>();
        Breakage.of(route, TestIssuer.get().token("stranger")).forEach(breakage -> {
            var call = breakage.change().apply(route.call(token));
            fault(route, breakage, call)
                    .ifPresent(fault -> faults.add("%s with %s: %s".formatted(route, breakage, fault)));
        });
        return faults;
    }

    private static Optional<String> fault(DescribedRoute route, Breakage breakage, RawCall call) {
        final Answer answer;
        try {
            answer = call.send(route.service());
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getCause()));
        }
        var shown = " [" + answer.status() + " " + answer.contentType() + "] "
                + answer.body().substring(0, Math.min(300, answer.body().length()));
        if (breakage.status() != 0 && answer.status() != breakage.status()) {
            return Optional.of("not " + breakage.status() + shown);
        }
        if (answer.status() >= 500
                && !((answer.status() == 503 || answer.status() == 504) && route.documents(answer.status()))) {
            return Optional.of("the service's fault" + shown);
        }
        if (answer.status() < 400 || answer.status() == BEFORE_ANY_ROUTE) {
            return Optional.empty();
        }
        return Stream.of(detail(route, answer), naming(route, answer))
                .flatMap(Optional::stream)
                .map(fault -> fault + shown)
                .findFirst();
    }

    /** What is wrong with the answer's description of the error. */
    private static Optional<String> detail(DescribedRoute route, Answer answer) {
        var inside = OF_THE_INSIDE.matcher(answer.body());
        if (inside.find()) {
            return Optional.of("mentions internals: " + inside.group());
        }
        if (AS_OTHER_SERVERS.matcher(route.path()).matches()) {
            return answer.body().isBlank() ? Optional.of("says nothing") : Optional.empty();
        }
        if (route.path().equals(OTLP) && answer.contentType().startsWith("application/x-protobuf")) {
            return answer.body().isBlank() ? Optional.of("says nothing") : Optional.empty();
        }
        var member =
                route.path().equals(OTLP) && answer.contentType().startsWith("application/json") ? "message" : "detail";
        if (member.equals("detail") && !answer.contentType().startsWith("application/problem+json")) {
            return Optional.of("not a problem");
        }
        return text(answer, member).isBlank() ? Optional.of("has no " + member) : Optional.empty();
    }

    private static Optional<String> naming(DescribedRoute route, Answer answer) {
        if (answer.status() == 415 && !answer.body().contains("Content-Encoding")) {
            return route.contentTypes().stream()
                    .filter(type -> !answer.body().contains(type))
                    .findFirst()
                    .map(type -> "does not name " + type);
        }
        // Splunk answers 403 also to a token that is not valid.
        if (answer.status() == 403
                && !answer.body().contains("Invalid token")
                && !answer.body().matches("(?s).*\\b(role|publisher|subscriber|operator|internal)\\b.*")) {
            return Optional.of("does not name the role");
        }
        return Optional.empty();
    }

    private static String text(Answer answer, String member) {
        try {
            JsonNode json = LogClient.json(answer.body());
            return json.path(member).asText();
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static Stream<DescribedRoute> routes(URI service) {
        var document = new RawCall(
                        "GET", "/q/openapi?format=json", Map.of("Authorization", "Bearer " + token()), new byte[0])
                .send(service);
        assertThat(document.status()).isEqualTo(200);
        return DescribedRoute.allOf(service, document.body()).stream();
    }

    private static String token() {
        return TestIssuer.get().token("publisher", "subscriber", "operator");
    }

    private static ServiceProcess start(Installation installation, String name) {
        return ServiceProcess.of(name + "-service")
                .named(name + "-" + installation.broker().name())
                .env(installation.environment())
                .env("LOGCAST_SECURITY_AUTHENTICATION", "oidc")
                .env("QUARKUS_OIDC_AUTH_SERVER_URL", TestIssuer.get().url())
                .env("QUARKUS_OIDC_CLIENT_ID", Issuer.CLIENT)
                .env("QUARKUS_OIDC_CREDENTIALS_SECRET", Issuer.SECRET)
                .startAndAwaitReady(PATIENCE);
    }
}
