package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the sources of the native executables: what is read by reflection at run time is in them. */
@Tag("native")
class NativeSourcesIT {

    private static final String REGISTRATIONS = "META-INF/native-image/reflect-config.json";
    private static final String OTLP = "io.opentelemetry.proto.";

    @ParameterizedTest
    @CsvSource({
        "producer-service, io.logcast.producer.logs.LogResource$Accepted",
        "producer-service, io.logcast.producer.logs.BatchAnswer",
        "producer-service, io.logcast.producer.logs.BatchAnswer$Refusal",
        "consumer-service, io.logcast.consumer.receipts.Receipt",
        "consumer-service, io.logcast.consumer.receipts.Receipt$Letter",
        "consumer-service, io.logcast.consumer.receipts.Receipt$State",
        "consumer-service, io.logcast.consumer.search.SearchResource$Page",
        "consumer-service, io.logcast.consumer.subscriptions.Binding$Patterns",
        "consumer-service, io.logcast.consumer.subscriptions.Subscription",
        "consumer-service, io.logcast.consumer.subscriptions.SubscriptionRequest",
        "consumer-service, io.logcast.consumer.subscriptions.delivery.Settlements",
        "consumer-service, io.logcast.consumer.subscriptions.delivery.Settlements$Outcome",
        "consumer-service, io.logcast.consumer.subscriptions.delivery.Settlements$Settlement",
        "consumer-service, org.postgresql.Driver"
    })
    void isRegisteredForReflection(String service, String type) throws IOException {
        assertThat(registeredIn(service)).contains(type);
    }

    /** All types that a request or an answer of OTLP can hold, as JSON reads and writes them. */
    @ParameterizedTest
    @CsvSource({
        "collector.logs.v1.ExportLogsServiceRequest",
        "collector.logs.v1.ExportLogsServiceResponse",
        "collector.logs.v1.ExportLogsPartialSuccess",
        "logs.v1.ResourceLogs",
        "logs.v1.ScopeLogs",
        "logs.v1.LogRecord",
        "resource.v1.Resource",
        "common.v1.InstrumentationScope",
        "common.v1.EntityRef",
        "common.v1.KeyValue",
        "common.v1.AnyValue",
        "common.v1.ArrayValue",
        "common.v1.KeyValueList"
    })
    void anOtlpMessageAndItsBuilderAreRegistered(String message) throws IOException {
        assertThat(registeredIn("producer-service")).contains(OTLP + message, OTLP + message + "$Builder");
    }

    private static Set<String> registeredIn(String service) throws IOException {
        var folder = Folders.projectRoot().resolve(service).resolve("target/native-sources");
        try (var files = Files.list(folder)) {
            var jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
            try (var zip = new ZipFile(jar.toFile());
                    var json = zip.getInputStream(zip.getEntry(REGISTRATIONS))) {
                return new ObjectMapper()
                        .readTree(json).findValuesAsText("name").stream().collect(Collectors.toSet());
            }
        }
    }
}
