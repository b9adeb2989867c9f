package io.logcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(bench\\.[a-z.-]+)` \\| *`?([^`|]*?)`? *\\|");

    @Test
    void thePomPassesEachPropertyOfTheReadmeWithItsDefault() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var rows = ROW.matcher(Files.readString(Path.of("README.md"))).results().toList();

        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows).allSatisfy(row -> {
            var property = row.group(1);
            assertThat(pom).contains("<argument>-D" + property + "=${" + property + "}</argument>");
            assertThat(defaultIn(pom, property)).isEqualTo(row.group(2).equals("all") ? "" : row.group(2));
        });
    }

    private static String defaultIn(String pom, String property) {
        var element = Pattern.compile("<" + Pattern.quote(property) + "(?:/>|>([^<]*)<)")
                .matcher(pom);
        assertThat(element.find()).as(property).isTrue();
        return element.group(1) == null ? "" : element.group(1);
    }
}
