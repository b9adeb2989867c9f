package io.logcast.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that the page offers as a filter finds at least the event that it was taken from. */
class ValuesIT extends OpenPageTest {

    private static final String NUMBERS = """
            {"big":9007199254740993,"least":-9223372036854775808,"tiny":1e-9,"huge":1e300,"zero":-0.0,"half":0.50,"seven":7,
             "yes":true,"no":false,"none":null,"list":[1,"a"],"emptyList":[],"emptyObject":{}}""";
    private static final String TEXTS = """
            {"empty":"","digits":"4711","padded":"007","exponent":"1e5","bool":"true","null":"null","blank":" ","blanks":"  a  b ",
             "quotes":"say \\"hi\\"","backslash":"C:\\\\new\\\\","lines":"a\\nb\\tc","unicode":"Zürich 東京 🎉 é","star":"a*","stars":"*",
             "parentheses":"(a or b)","minus":"-x","colon":"a:b","operator":">=5","or":"or","markup":"<b>&amp;</b>","percent":"100%_"}""";
    private static final String NAMES = """
            {"a b":"x","a.b.c":"x","a:b":"x","a\\"b":"x","a\\\\b":"x","größe":"x","東京":"x","-dash":"x","dash-":"x","or":"or","NOT":1,
             "and":true,"message":"x","Source":"x","trace_id":1,"attr.x":"x","attr.x y":"x","attr.":"x","0":"x","a.":"x",".a":"x",
             "a..b":"x","(":"x","a*":"x","@type":"x","a,b":"x","app.io/name":"x",">":"x"}""";
    private static final String NESTED = """
            {"n":{"b.c":1,"b":{"c":"2"},"with blank":{"x.y":true},".e":"x","f":{"g":1}},"n.b":{"d":3},
             "k.8":{"s.l":{"app.io/name":"web"}},"p":{"q":{"r":{"s":{"t":{"u":{"v":"deep"}}}}}},"one.two.three.four.five.six.seven":"flat",
             "a.b.c.d":{"e.f.g":"too many dots"}}""";

    @ParameterizedTest
    @ValueSource(strings = {NUMBERS, TEXTS, NAMES, NESTED})
    void ofAnEvent(String attributes) {
        // Given
        var id = post(attributes);
        open("?view=search&source=" + source + "&event=" + id);
        page.locator(".panel").waitFor();
        // When
        var terms = page.locator(".panel dd button")
                .evaluateAll(
                        "buttons => buttons.map(each => each.ariaLabel.match(/^Only events with ([^]*)$/)?.[1]).filter(Boolean)");
        var withoutTerm = page.locator(".panel dl")
                .evaluate("list => [...list.querySelectorAll('dd:not(:has([aria-label^=Only]))')]"
                        + ".map(each => each.previousSibling.textContent)");
        // Then
        assertThat((List<?>) terms)
                .hasSizeGreaterThan(8)
                .allSatisfy(term -> assertThat(found(term)).as((String) term).isEqualTo(List.of(id)));
        assertThat(List.of(
                        "id",
                        "observed_timestamp",
                        "message",
                        "none",
                        "list",
                        "emptyList",
                        "emptyObject",
                        "a.b.c.d.e.f.g"))
                .containsAll(strings(withoutTerm));
    }

    @ParameterizedTest
    @ValueSource(strings = {NUMBERS, TEXTS, NAMES, NESTED})
    void ofAFacet(String attributes) {
        // Given
        post(attributes);
        open("?view=search&source=" + source);
        // When
        var terms = page.evaluate("""
                async source => {
                  const { flat } = await import("/ui/events/attributes.js");
                  const { ofCountedValue } = await import("/ui/state/terms.js");
                  const { events: [event] } = await (await fetch(`/api/v1/logs?source=${source}`)).json();
                  const names = flat(event.attributes).map(({ name }) => name).filter((name) => !name.includes(","));
                  const terms = [];
                  for (const name of names) {
                    const wanted = new URLSearchParams({ source, fields: `attr.${name}` });
                    const { facets: [{ values }] } = await (await fetch(`/api/v1/logs/facets?${wanted}`)).json();
                    terms.push(...values.map(({ value }) => ofCountedValue(name, value)));
                  }
                  return terms;
                }""", source);
        // Then
        assertThat((List<?>) terms)
                .hasSizeGreaterThan(8)
                .allSatisfy(term -> assertThat(found(term)).as((String) term).hasSize(1));
    }

    @Test
    void aLongOneIsNotOfferedSinceItsQueryWouldBeRefused() {
        // Given
        var id = post("{\"fits\":\"" + "x".repeat(900) + "\",\"long\":\"" + "y".repeat(1_000) + "\"}");
        // When
        open("?view=search&source=" + source + "&event=" + id);
        page.locator(".panel").waitFor();
        // Then
        assertThat(page.locator(".panel [aria-label^='Only events with fits']").count())
                .isEqualTo(1);
        assertThat(page.locator(".panel [aria-label^='Only events with long']").count())
                .isZero();
    }

    @Test
    void aTextThatTheFieldCannotShowStaysInTheQuery() {
        // Given
        var id = post("{\"lines\":\"a\\nb\"}");
        open("?view=search&source=" + source + "&event=" + id);
        page.locator("[aria-label^='Only events with lines']").click();
        awaitCount(1);
        // When
        page.getByLabel("Severity, at least").selectOption("INFO");
        // Then
        page.waitForURL("**/*severity=INFO*");
        awaitCount(1);
        assertThat(page.url()).contains("a%0Ab");
    }

    private String post(String attributes) {
        site.post("{\"source\":\"%s\",\"message\":\"m\",\"attributes\":%s}".formatted(source, attributes));
        awaitArchived(1);
        return site.archivedIds(source).get(0);
    }

    private List<String> found(Object term) {
        return strings(page.evaluate("""
                async ([source, q]) => {
                  const answer = await (await fetch(`/api/v1/logs?${new URLSearchParams({ source, q })}`)).json();
                  return answer.events?.map(({ id }) => id) ?? [answer.detail];
                }""", List.of(source, term)));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
