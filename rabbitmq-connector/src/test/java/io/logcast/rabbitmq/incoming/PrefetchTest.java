package io.logcast.rabbitmq.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchTest {

    private static final int KIB = 1024;

    private final Prefetch prefetch = new Prefetch(1000, 1000 * KIB);

    @Test
    void isTheConfiguredOneWhileEverythingFits() {
        for (int i = 0; i < 5000; i++) {
            assertThat(prefetch.saw(KIB)).isFalse();
        }

        assertThat(prefetch.current()).isEqualTo(1000);
    }

    @Test
    void isWhatFitsIntoHalfTheWindowOnceMessagesWereRefused() {
        prefetch.shrink(20, 20 * 100 * KIB);

        assertThat(prefetch.current()).isEqualTo(5);
    }

    @Test
    void isHalvedAtLeastAndNeverLessThanOne() {
        prefetch.shrink(100, 100);
        assertThat(prefetch.current()).isEqualTo(500);

        prefetch.shrink(1, 5000 * KIB);
        assertThat(prefetch.current()).isEqualTo(1);

        prefetch.shrink(1, 5000 * KIB);
        assertThat(prefetch.current()).isEqualTo(1);
    }

    @Test
    void isDoubledOnceAsManyHaveComeAndWereSmall() {
        prefetch.shrink(20, 20 * 100 * KIB);

        for (int i = 0; i < 4; i++) {
            assertThat(prefetch.saw(KIB)).isFalse();
        }
        assertThat(prefetch.saw(KIB)).isTrue();
        prefetch.grow();

        assertThat(prefetch.current()).isEqualTo(10);
    }

    @Test
    void staysWhileMessagesAreLarge() {
        prefetch.shrink(20, 20 * 100 * KIB);

        for (int i = 0; i < 1000; i++) {
            assertThat(prefetch.saw(100 * KIB)).isFalse();
        }
    }

    @Test
    void growsNoFurtherThanConfigured() {
        prefetch.shrink(100, 100);

        for (int i = 0; i < 500; i++) {
            prefetch.saw(1);
        }
        assertThat(prefetch.canGrow()).isTrue();
        prefetch.grow();

        assertThat(prefetch.current()).isEqualTo(1000);
        assertThat(prefetch.canGrow()).isFalse();
    }
}
