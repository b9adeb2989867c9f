package io.logcast.local.packages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaseSystemTest {

    private static final String STATUS = """
            Package: bash
            Essential: yes
            Status: install ok installed
            Priority: required
            Pre-Depends: libc6 (>= 2.36), libtinfo6 (>= 6)
            Depends: awk | base-files:any
            Description: a shell
             Depends: nothing

            Package: libc6
            Status: install ok installed
            Priority: optional
            Architecture: amd64

            Package: libtinfo6
            Status: install ok installed
            Depends: libc6 (>= 2.34)

            Package: mawk
            Status: install ok installed
            Priority: standard
            Provides: awk (= 1), something

            Package: erlang-base
            Status: install ok installed
            Priority: optional
            Depends: libc6 (>= 2.34), libsctp1

            Package: mount
            Status: deinstall ok config-files
            Priority: required

            """;

    @Test
    void isWhatIsEssentialAndWhatThatNeeds() {
        assertThat(BaseSystem.of(STATUS).lines().filter(line -> line.startsWith("Package: ")))
                .containsExactly("Package: bash", "Package: libc6", "Package: libtinfo6", "Package: mawk");
    }

    @Test
    void keepsEntriesAsTheyAre() {
        assertThat(BaseSystem.of(STATUS))
                .startsWith(STATUS.substring(0, STATUS.indexOf("Package: erlang-base")))
                .endsWith("\n\n");
    }
}
