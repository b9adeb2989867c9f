package io.logcast.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.chaos.site.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NemesesTest {

    @Test
    void eachHasANameOfItsOwnAndARowInTheReadme() throws IOException {
        var readme = Files.readString(Path.of("README.md"));

        assertThat(Nemeses.ALL)
                .extracting(Nemesis::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |"));
    }

    @Test
    void anUnknownNameIsNamed() {
        assertThatThrownBy(() -> Nemeses.named(List.of("power-lost", "earthquake")))
                .hasMessageContaining("[earthquake]");
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void whatALayoutLacksOnThisMachineIsASentence(Layout layout) {
        assertThat(layout.obstacle().orElse("nothing")).isNotBlank();
    }
}
