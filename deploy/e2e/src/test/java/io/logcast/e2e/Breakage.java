package io.logcast.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One way in which a call can be wrong.
 *
 * @param applies which calls it applies to
 * @param status the status that the answer must have; 0 for any status that is not the service's fault
 */
record Breakage(String name, Predicate<DescribedRoute> applies, UnaryOperator<RawCall> change, int status) {

    private static final Predicate<DescribedRoute> ALL = route -> true;
    private static final Predicate<DescribedRoute> WITH_BODY =
            route -> !route.contentTypes().isEmpty();
    private static final Predicate<DescribedRoute> WITH_JSON = DescribedRoute::takesJson;

    static Stream<Breakage> of(DescribedRoute route, String strangersToken) {
        return Stream.of(callers(route, strangersToken), parameters(route), headers(), bodies(), places())
                .flatMap(List::stream)
                .filter(breakage -> breakage.applies.test(route));
    }

    private static List<Breakage> callers(DescribedRoute route, String strangersToken) {
        // As Splunk has it.
        var invalid = route.path().startsWith("/services/collector") ? 403 : 401;
        return List.of(
                new Breakage("no token", ALL, call -> call.without("Authorization"), 401),
                new Breakage("an invalid token", ALL, call -> call.header("Authorization", "Bearer a.b.c"), invalid),
                new Breakage("a broken scheme", ALL, call -> call.header("Authorization", "Bearer"), invalid),
                new Breakage(
                        "another role", ALL, call -> call.header("Authorization", "Bearer " + strangersToken), 403));
    }

    private static List<Breakage> parameters(DescribedRoute route) {
        var each = route.queryParameters().stream()
                .flatMap(name -> Stream.of(
                        new Breakage("blank " + name, ALL, call -> call.query(name + "="), 400),
                        new Breakage("a control character in " + name, ALL, call -> call.query(name + "=%00"), 0),
                        new Breakage("long " + name, ALL, call -> call.query(name + "=" + "9".repeat(2000)), 0),
                        new Breakage("bytes in " + name, ALL, call -> call.query(name + "=%ff%fe"), 0)));
        var any = Stream.of(
                new Breakage("an unknown parameter", ALL, call -> call.query("no-such=1"), 400),
                new Breakage("a blank unknown parameter", ALL, call -> call.query("no-such"), 400),
                new Breakage("a broken escape", ALL, call -> call.query("q=%zz"), 400),
                new Breakage("half an escape", ALL, call -> call.query("q=%"), 400));
        return Stream.concat(each, any).toList();
    }

    private static List<Breakage> headers() {
        return List.of(
                new Breakage("an empty Accept", ALL, call -> call.header("Accept", ""), 0),
                new Breakage("another Accept", ALL, call -> call.header("Accept", "image/png"), 0),
                new Breakage("a broken Accept", ALL, call -> call.header("Accept", "//;q=x,,;"), 0),
                new Breakage(
                        "another type",
                        WITH_BODY.and(route -> !route.takesAnyType()),
                        call -> call.header("Content-Type", "text/xml").body("<a/>"),
                        415),
                new Breakage(
                        "a broken type",
                        WITH_BODY,
                        call -> call.header("Content-Type", "///;").body("{}"),
                        0),
                new Breakage(
                        "an unknown charset",
                        WITH_BODY,
                        call -> call.header("Content-Type", "application/json; charset=no-such")
                                .body("{}"),
                        0),
                new Breakage(
                        "no type",
                        WITH_BODY,
                        call -> call.without("Content-Type").body("<a/>"),
                        0),
                new Breakage(
                        "an unknown encoding",
                        WITH_BODY,
                        call -> call.header("Content-Encoding", "no-such").body("{}"),
                        0),
                new Breakage(
                        "no gzip",
                        WITH_BODY,
                        call -> call.header("Content-Encoding", "gzip").body("{}"),
                        0),
                new Breakage("a long header", ALL, call -> call.header("Idempotency-Key", "x".repeat(5000)), 0));
    }

    private static List<Breakage> bodies() {
        var texts = Stream.of(
                        "",
                        " ",
                        "{",
                        "nope",
                        "null",
                        "[]",
                        "[null]",
                        "\"text\"",
                        "1",
                        "true",
                        "{\"a\":{\"b\":1}}",
                        "{} {}",
                        "[".repeat(5000),
                        "{\"message\":1,\"binding\":1,\"ack\":1}",
                        "{\"binding\":{\"type\":[]}}",
                        "{\"binding\":null}",
                        "{\"ack\":[1]}",
                        "{\"message\":\"\\ud800\"}",
                        "{\"a\":1,\"a\":2}")
                .map(text -> new Breakage(
                        "the body " + (text.length() > 40 ? text.substring(0, 40) : text),
                        WITH_JSON,
                        json(text.getBytes(StandardCharsets.UTF_8)),
                        0));
        var large = new byte[6 << 20];
        Arrays.fill(large, (byte) ' ');
        return Stream.concat(
                        texts,
                        Stream.of(
                                new Breakage("no UTF-8", WITH_JSON, json(new byte[] {'"', (byte) 0xff, '"'}), 0),
                                new Breakage("NUL", WITH_JSON, json(new byte[] {0}), 0),
                                new Breakage("a large body", WITH_JSON, json(large), 0)))
                .toList();
    }

    private static UnaryOperator<RawCall> json(byte[] body) {
        return call -> call.header("Content-Type", "application/json").body(body);
    }

    private static List<Breakage> places() {
        return List.of(
                new Breakage("a broken escape in the path", ALL, call -> call.target(call.target() + "%zz"), 0),
                new Breakage("half an escape in the path", ALL, call -> call.target(call.target() + "%"), 0),
                new Breakage(
                        "NUL in the path",
                        DescribedRoute::hasPathParameters,
                        call -> call.target(call.target().replaceFirst("walked|/1(?=/|$)|0198[^/]*", "$0%00")),
                        0),
                new Breakage(
                        "a long path",
                        DescribedRoute::hasPathParameters,
                        call -> call.target(
                                call.target().replaceFirst("walked|(?<=/)1(?=/|$)|0198[^/]*", "x".repeat(1000))),
                        0),
                new Breakage("a very long path", ALL, call -> call.target(call.target() + "x".repeat(10_000)), 0),
                new Breakage("a path below", ALL, call -> call.target(call.target() + "/no/such"), 0),
                new Breakage("another method", ALL, call -> call.method("PATCH"), 0),
                new Breakage("TRACE", ALL, call -> call.method("TRACE"), 0),
                new Breakage("an unknown method", ALL, call -> call.method("BREW"), 0),
                new Breakage("OPTIONS", ALL, call -> call.method("OPTIONS"), 0));
    }

    @Override
    public String toString() {
        return name;
    }
}
