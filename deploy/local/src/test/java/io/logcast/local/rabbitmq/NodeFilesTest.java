package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {

    @TempDir
    Path folder;

    @Test
    void eachSeriesHasADataFolderOfItsOwn() {
        assertThat(data(4, 3, 5)).isEqualTo(data(4, 3, 6)).exists();
        assertThat(data(3, 10, 8)).isNotEqualTo(data(4, 3, 6)).exists();
    }

    private Path data(int major, int minor, int patch) {
        var files = NodeFiles.alone(BrokerSettings.in(folder), new RabbitVersion(major, minor, patch));
        files.write();
        return Path.of(files.environment(0).getOrDefault("RABBITMQ_MNESIA_BASE", ""));
    }
}
