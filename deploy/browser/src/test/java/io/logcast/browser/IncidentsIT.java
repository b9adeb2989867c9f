package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.browser.incidents.Answers;
import io.logcast.browser.incidents.Incidents;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.BrokerProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The page leads to the causes of five incidents in tens of thousands of events. */
class IncidentsIT extends OpenPageTest {

    private static final long SEED = Long.getLong("incidents.seed", 5);
    private static final int EVENTS_OF_A_MESSAGE = 100;
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
    /** By then, an incident has shown itself. */
    private static final Duration SOON = Duration.ofMinutes(10);

    private final Incidents incidents = new Incidents(SEED, Instant.now());
    private final Answers answers = incidents.answers();

    @BeforeAll
    void send() throws Exception {
        var before = archived();
        var events = incidents.events();
        var routes = events.stream().collect(Collectors.groupingBy(LogEvent::routingKey));
        try (var broker = new BrokerProbe()) {
            broker.channel().confirmSelect();
            for (var route : routes.values()) {
                for (int i = 0; i < route.size(); i += EVENTS_OF_A_MESSAGE) {
                    publish(broker, route.subList(i, Math.min(route.size(), i + EVENTS_OF_A_MESSAGE)));
                }
            }
            broker.channel().waitForConfirmsOrDie();
        }
        await().atMost(Duration.ofMinutes(3)).until(() -> archived() >= before + events.size());
    }

    /** Others may have sent events of a shop before. */
    private int archived() {
        var total = TOTAL.matcher(site.get("/api/v1/logs/histogram?from=-7h&q=source:(shop.*%20or%20edge.*)")
                .body());
        return total.find() ? Integer.parseInt(total.group(1)) : 0;
    }

    private static void publish(BrokerProbe broker, List<LogEvent> events) throws Exception {
        var message = new LogMessage(events, Map.of());
        var properties = new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .contentType(LogMessage.CONTENT_TYPE)
                .deliveryMode(2)
                .headers(message.headers())
                .build();
        broker.channel().basicPublish("logs", message.routingKey(), properties, message.body());
    }

    @Test
    void theValuesNameTheVersionThatAnswersSlowly() {
        // When
        search("source:shop.search duration_ms>500", "&order=asc");
        // Then
        assertThat(values("service.version")).hasText(new String[] {answers.slowVersion()});
        assertThat(firstTime())
                .isBetween(answers.slowSince(), answers.slowSince().plus(SOON));
    }

    @Test
    void theTraceOfAFailureBeginsWithItsCause() {
        // Given
        search("source:shop.orders severity>=error", "&order=asc");
        assertThat(firstTime())
                .isBetween(answers.failuresAt(), answers.failuresAt().plus(SOON));
        toggle(rows().first()).click();
        // When
        page.getByText("This trace").click();
        // Then
        var cause = rows().filter(new Locator.FilterOptions().setHasText("reservations dropped"));
        assertThat(cause.locator(".severity")).hasText("WARN");
        toggle(cause).click();
        assertThat(cause.locator(".panel")).containsText(answers.failuresRegion());
    }

    @Test
    void warningsCameBeforeTheCertificateExpired() {
        // When
        search("source:shop.payments severity>=error SSLHandshakeException", "&order=asc");
        // Then
        assertThat(values("bank")).hasText(new String[] {answers.bank()});
        assertThat(firstTime()).isBetween(answers.expiry(), answers.expiry().plus(SOON));
        search("certificate severity>=warn", "");
        assertThat(rows().first()).containsText("api." + answers.bank() + ".example expires at " + answers.expiry());
    }

    @Test
    void theValuesNameTheTenantOfABadVersion() {
        // When
        search("source:shop.cart severity>=error", "&order=asc");
        // Then
        assertThat(values("tenant")).hasText(new String[] {answers.tenant()});
        assertThat(values("service.version")).hasText(new String[] {answers.badVersion()});
        assertThat(firstTime()).isBetween(answers.badSince(), answers.badSince().plus(SOON));
    }

    @Test
    void rowsSayWhichClockIsWrong() {
        // When
        search("source:shop.mailer", "&columns=host");
        // Then
        var wrong = rows().filter(new Locator.FilterOptions().setHasText("own time"));
        assertThat(wrong).not().hasCount(0);
        assertThat(wrong.filter(new Locator.FilterOptions().setHasNotText(answers.slowClock())))
                .hasCount(0);
        assertThat(wrong.first()).containsText(answers.behind().toMinutes() + " min ");
    }

    private void search(String query, String more) {
        open("?view=search&zone=utc&from=-7h&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
        assertThat(rows()).not().hasCount(0);
    }

    private Instant firstTime() {
        return Instant.parse(rows().first().locator("time").getAttribute("datetime"));
    }

    private Locator values(String name) {
        return page.locator(
                        "#facets section",
                        new Page.LocatorOptions()
                                .setHas(page.locator("h2", new Page.LocatorOptions().setHasText(name))))
                .locator(".value");
    }

    /** For people: asks the questions, writes the answers into a file, and keeps the page open until the file is deleted. */
    @Test
    @EnabledIfSystemProperty(named = "incidents.open", matches = ".*")
    void areForPeopleToSolve() throws Exception {
        var file = Path.of("target", "answers.txt");
        Files.writeString(file, answers.toString());
        System.out.println("The page is at " + site.page("") + "\n" + String.join("\n", Answers.QUESTIONS));
        await().atMost(Duration.ofHours(2)).until(() -> !Files.exists(file));
    }
}
