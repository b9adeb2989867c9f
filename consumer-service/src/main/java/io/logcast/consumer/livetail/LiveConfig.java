package io.logcast.consumer.livetail;

import io.logcast.settings.SizeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What waits for this replica's live tail at the broker. */
@ConfigMapping(prefix = "logcast.live")
interface LiveConfig {

    /** Bytes of its queue; beyond it the oldest messages are dropped. */
    @WithDefault("64M")
    @WithConverter(QueueSize.class)
    MemorySize queueSize();

    /** 1 KiB to 1 TiB. */
    @RegisterForReflection
    final class QueueSize extends SizeRange {
        public QueueSize() {
            super("1K", "1T");
        }
    }
}
