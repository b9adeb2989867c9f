package io.logcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options and output of the commands that read. */
class CommandsTest extends ReadingCommands {

    @Test
    void aSearchTurnsPagesUntilItsLimit() {
        service.answers(200, "{\"events\":[" + EVENT + "],\"next\":\"a/b\"}")
                .answers(200, "{\"events\":[" + EVENT + "]}");
        var terminal = terminal();

        assertThat(terminal.run(
                        "search", "severity>=warn", "\"card declined\"", "--from=-1h", "--limit", "5", "--attr", "a=b"))
                .isZero();

        assertThat(service.calls().get(0).uri())
                .isEqualTo("/api/v1/logs?q=severity%3E%3Dwarn%20%22card%20declined%22&attr.a=b&from=-1h&limit=5");
        assertThat(service.calls().get(1).uri()).endsWith("&limit=4&cursor=a%2Fb");
        assertThat(terminal.out())
                .startsWith("2026-01-01T00:00:00Z ERROR shop red \\u001b[31m\n    second {\"n\":1.50}\n");
    }

    @Test
    void jsonIsAsItWasAnsweredAndColoursAreForThoseWhoAsk() {
        service.answers(200, EVENT).answers(200, EVENT);
        var json = terminal();
        var colours = terminal();

        json.run("get", "1", "--json");
        colours.run("get", "1", "--color", "always");

        assertThat(json.out()).contains("{\"n\":1.50}", "\\u001B").doesNotContain("\u001b");
        assertThat(colours.out()).contains("\u001b[31mERROR\u001b[0m").doesNotContain("red \u001b");
    }

    @Test
    void theExitStatusTells() {
        service.answers(404, "{\"detail\":\"no such event\"}")
                .answers(401, "")
                .answers(400, "{\"detail\":\"q: column 8\"}")
                .answers(503, "");

        assertThat(terminal().run("get", "1")).isEqualTo(4);
        assertThat(terminal().run("get", "1")).isEqualTo(6);
        assertThat(terminal().run("search", "card or")).isEqualTo(3);
        assertThat(terminal().run("search", "card")).isEqualTo(5);
        assertThat(terminal().run("search", "--limit", "0")).isEqualTo(2);
        assertThat(terminal().run()).isEqualTo(2);
        service.close();
        assertThat(terminal().run("search", "card")).isEqualTo(5);
    }

    @Test
    void anotherServerIsNotTakenForOurs() {
        var page = Map.of("Content-Type", "text/html");
        for (var command : List.of("get 1", "search card", "tail", "subscribe audit", "dead-letters replay --all")) {
            service.answers(200, page, "<html>");
            var terminal = terminal();

            assertThat(terminal.run(command.split(" "))).isEqualTo(3);

            assertThat(terminal.err()).contains("is not a Logcast service");
        }
    }

    @Test
    void noOutputControlsTheTerminal() {
        var hostile = "{\"message\":\"a\u009b31m\u202eb\"}";
        for (var command : List.of("get 1 --json", "dead-letters show 1", "dead-letters show 1 --json")) {
            service.answers(200, hostile);
            var terminal = terminal();

            terminal.run(command.split(" "));

            assertThat(terminal.out()).contains("a\\u009b31m\\u202eb").doesNotContain("\u009b", "\u202e");
        }
    }

    @Test
    void aTailGoesOnFromTheLastEventAndPrintsEachOnce() {
        service.answers(200, ": hello\n\nid: 1\ndata: " + EVENT + "\n\nevent: gap\ndata: {}\n\n")
                .answers(200, "id: 1\ndata: " + EVENT + "\n\nid: 2\ndata: {\"id\":\"2\"}\n\n");
        var terminal = terminal();

        assertThat(terminal.run("tail", "card", "-n", "2", "--json")).isZero();

        assertThat(service.calls().get(0).uri()).isEqualTo("/api/v1/logs/stream?q=card");
        assertThat(service.calls().get(1).headers().get("Last-event-id")).containsExactly("1");
        assertThat(terminal.out().lines()).hasSize(2);
        assertThat(terminal.err()).contains("events may be missing here");
    }

    @Test
    void aTailThatIsCutOffBeforeItsFirstEventSaysThatEventsMayBeMissing() {
        service.answers(200, ": hello\n\n").answers(200, "id: 1\ndata: " + EVENT + "\n\n");
        var terminal = terminal();

        assertThat(terminal.run("tail", "-n", "1")).isZero();

        assertThat(terminal.err()).containsOnlyOnce("events may be missing here");
    }

    @Test
    void anEventIsAcknowledgedOnceItIsPrinted() {
        service.answers(201, "{}")
                .answers(200, "{\"events\":[{\"ack_id\":\"x\",\"event\":" + EVENT + "}]}")
                .answers(503, Map.of("Retry-After", "0"), "")
                .answers(200, "{\"settled\":0,\"expired\":[\"x\"]}")
                .answers(200, "{\"events\":[]}");
        var terminal = terminal();

        assertThat(terminal.run("subscribe", "a b", "--create", "--pattern", "shop.#", "--until-empty"))
                .isZero();

        assertThat(service.calls().get(0).uri()).isEqualTo("/api/v1/subscriptions/a%20b");
        assertThat(service.calls().get(0).body())
                .isEqualTo("{\"binding\":" + service.calls().get(0).body().substring(11))
                .contains("\"patterns\":[\"shop.#\"]");
        assertThat(service.calls().get(3).body()).isEqualTo("{\"ack\":[\"x\"]}");
        assertThat(terminal.err()).contains("1 events were acknowledged too late");
        assertThat(terminal().run("subscribe", "a", "--temporary")).isEqualTo(2);
        assertThat(terminal().run("subscribe", "a", "--create", "--pattern", "x", "--severity", "WARN"))
                .isEqualTo(2);
    }

    @Test
    void allDeadLettersAreMeantOnlyWithAll() {
        service.answers(200, "{\"discarded\":2}").answers(204, "");

        assertThat(terminal().run("dead-letters", "discard")).isEqualTo(2);
        assertThat(terminal().run("dead-letters", "discard", "--kind", "expired"))
                .isEqualTo(2);
        assertThat(terminal().run("dead-letters", "discard", "--all", "7")).isEqualTo(2);
        assertThat(terminal().run("dead-letters", "discard", "--kind", "expired", "7"))
                .isEqualTo(2);
        assertThat(terminal().run("dead-letters", "replay", "--all", "--new-id"))
                .isEqualTo(2);
        assertThat(service.calls()).isEmpty();

        assertThat(terminal().run("dead-letters", "discard", "--all", "--kind", "expired"))
                .isZero();
        assertThat(terminal().run("dead-letters", "discard", "7")).isZero();
        assertThat(service.calls())
                .extracting(call -> call.method() + " " + call.uri())
                .containsExactly("DELETE /api/v1/dead-letters?kind=expired", "DELETE /api/v1/dead-letters/7");
    }

    @Test
    void allIsReplayedCallByCall() {
        service.answers(200, "{\"replayed\":2,\"failed\":0,\"reasons\":{},\"remaining\":3}")
                .answers(
                        200, "{\"replayed\":2,\"failed\":1,\"reasons\":{\"9\":\"its queue is gone\"},\"remaining\":0}");
        var terminal = terminal();

        assertThat(terminal.run("dead-letters", "replay", "--all")).isEqualTo(3);
        assertThat(terminal.out()).isEqualTo("replayed 4, failed 1, remaining 0\n");
        assertThat(terminal.err()).contains("9: its queue is gone");
    }

    @Test
    void completionIsAScriptForBashAndZsh() {
        var terminal = terminal();

        assertThat(terminal.run("completion")).isZero();
        assertThat(terminal.out()).contains("complete -F", "bashcompinit", "dead-letters", "--stop-on-refused");
    }
}
