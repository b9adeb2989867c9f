package io.logcast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read, and a service that gives prepared answers. */
abstract class ReadingCommands {

    static final String EVENT = """
            {"id":"1","observed_timestamp":"2026-01-01T00:00:00Z","severity":"ERROR","source":"shop",\
            "message":"red \\u001b[31m\\nsecond","attributes":{"n":1.50}}""";

    @TempDir
    Path folder;

    TestService service;

    @BeforeEach
    void start() throws IOException {
        service = new TestService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    TestTerminal terminal(String... settings) {
        var environment = new HashMap<String, String>();
        environment.put("HOME", folder.toString());
        environment.put("LOGCAST_CONSUMER_URL", service.url());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return new TestTerminal(environment, "");
    }
}
