package io.logcast.rabbitmq.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's tables are made from the code; {@code -Dreadme.write} rewrites them. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- attributes: made from KnownAttributes.java -->\n";
    private static final String END = "<!-- end of attributes -->\n";

    @Test
    void documentsEveryAttribute() throws IOException {
        var readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, readme.substring(0, begin) + tables() + readme.substring(end));
        } else {
            assertThat(readme.substring(begin, end)).isEqualTo(tables());
        }
    }

    private static String tables() {
        return table("Connection", KnownAttributes.connection())
                + table("Topology", KnownAttributes.topology())
                + table("Publishing", KnownAttributes.publishing())
                + table("Consuming", KnownAttributes.consuming())
                + ignored();
    }

    private static String table(String title, List<Attribute> attributes) {
        return attributes.stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining(
                        "\n",
                        "\n### " + title
                                + "\n\n| attribute | channels | type | default | meaning |\n|---|---|---|---|---|\n",
                        "\n"));
    }

    private static String row(Attribute a) {
        var alias = a.alias() == null ? "" : " For all channels: `" + a.alias() + "`.";
        var text = Objects.requireNonNullElse(a.defaultValue(), "-");
        return "| `%s` | %s | %s | %s | %s%s |"
                .formatted(
                        a.name(),
                        a.direction().name().toLowerCase(Locale.ROOT),
                        a.type(),
                        text.isEmpty() ? "empty" : text,
                        a.description(),
                        alias);
    }

    private static String ignored() {
        return KnownAttributes.ignored().stream()
                .map(a -> "| `%s` | %s |".formatted(a.name(), a.description()))
                .collect(Collectors.joining(
                        "\n",
                        "\n### Accepted and ignored\n\nAttributes of the stock connector that have no effect here.\n\n"
                                + "| attribute | why |\n|---|---|\n",
                        "\n\n"));
    }
}
