package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The alert rules, checked by Prometheus' own promtool. If the machine does not have it, it comes from Debian's
 * packages.
 */
class AlertRulesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path FOLDER = Folders.projectRoot().resolve("deploy/observability");
    private static final Pattern FIRING = Pattern.compile("ALERTS\\{alertname=\"(\\w+)\", alertstate=\"firing\".*");
    /** Native executables lack the metrics of the JVM's garbage collector and buffers. */
    private static final Pattern ONLY_ON_A_JVM = Pattern.compile("jvm_(gc|buffer|memory_usage_after_gc)\\w*");

    @Test
    void everyAlertFiresWhenItShould() {
        promtool("test", "rules", "alerts.test.yaml");
    }

    @Test
    void everyAlertHasATestInWhichItFires() throws IOException {
        var alerts = names(read("alerts.yaml").findValues("alert"));
        var fired = read("alerts.test.yaml").findValues("labels").stream()
                .map(labels -> FIRING.matcher(labels.asText()))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(fired).isEqualTo(alerts);
    }

    @Test
    void theConfigurationWithoutAnOperatorIsValid() {
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    void noAlertOrPanelNeedsAMetricThatNativeExecutablesLack() throws IOException {
        var expressions = Stream.of("alerts.yaml", "dashboard.json")
                .flatMap(file -> read(file).findValues("expr").stream())
                .map(JsonNode::asText)
                .toList();
        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(expressions)
                .filteredOn(expression -> Stream.of(expression.split("\\bor\\b"))
                        .allMatch(way -> ONLY_ON_A_JVM.matcher(way).find()))
                .isEmpty();
    }

    private static Set<String> names(List<JsonNode> values) {
        return values.stream().map(JsonNode::asText).collect(Collectors.toSet());
    }

    /** JSON is YAML. */
    private static JsonNode read(String file) {
        try {
            return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void promtool(String... arguments) {
        var line = new ArrayList<>(List.of(Promtool.PATH));
        line.addAll(List.of(arguments).subList(0, arguments.length - 1));
        line.add(FOLDER.resolve(arguments[arguments.length - 1]).toString());
        Command.run(PATIENCE, line.toArray(String[]::new)).orThrow();
    }

    /** Found or unpacked once; skips the test if neither is possible. */
    private static final class Promtool {
        static final String PATH = find();

        private static String find() {
            if (Command.succeeds(PATIENCE, "promtool", "--version")) {
                return "promtool";
            }
            assumeTrue(
                    DebianPackages.areUsable(),
                    "no promtool and no apt on this machine: the alert rules are not tested");
            try {
                var folder = Folders.filledOnce(
                        Folders.localState().resolve("prometheus"),
                        root -> new DebianPackages(System.err::println).unpack("Prometheus", "prometheus", root));
                return folder.resolve("usr/bin/promtool").toString();
            } catch (LocalProcessException e) {
                assumeTrue(false, "promtool cannot be had here, the alert rules are not tested: " + e.getMessage());
                throw e;
            }
        }
    }
}
