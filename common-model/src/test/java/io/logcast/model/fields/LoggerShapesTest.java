package io.logcast.model.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.LogEventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each field of lines as well-known loggers and shippers write them; the lines are made up. */
class LoggerShapesTest {

    private static final String TIME = "2026-01-31T23:59:59.123Z";

    record Shape(
            String logger,
            String line,
            Severity severity,
            String source,
            String message,
            String timestamp,
            String attributes) {

        @Override
        public String toString() {
            return logger;
        }
    }

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape("pino", """
                        {"level":40,"time":1769903999123,"pid":17,"hostname":"web-1","reqId":"r1","msg":"slow"}""", Severity.WARN, "web-1", "slow", TIME, """
                        {"pid":17,"reqId":"r1"}"""),
                new Shape("Winston", """
                        {"level":"silly","message":"shipped","service":"orders","timestamp":"2026-01-31T23:59:59.123Z"}""", Severity.TRACE, "orders", "shipped", TIME, "{}"),
                new Shape("Winston's HTTP transport", """
                        {"message":"shipped","level":"http","meta":{"order":4711}}""", Severity.INFO, "unknown", "shipped", "", """
                        {"meta":{"order":4711}}"""),
                new Shape("Bunyan", """
                        {"name":"orders","hostname":"web-1","pid":17,"level":60,"msg":"no stock",\
                        "time":"2026-01-31T23:59:59.123Z","src":{"file":"a.js","line":3},"v":0}""", Severity.FATAL, "web-1", "no stock", TIME, """
                        {"name":"orders","pid":17,"src":{"file":"a.js","line":3},"v":0}"""),
                new Shape("zap", """
                        {"level":"dpanic","ts":1769903999.1234567,"logger":"orders","caller":"a/b.go:7","msg":"lost",\
                        "stacktrace":"main.main"}""", Severity.ERROR2, "unknown", "lost", "2026-01-31T23:59:59.123456700Z", """
                        {"logger":"orders","caller":"a/b.go:7","stacktrace":"main.main"}"""),
                new Shape("zerolog", """
                        {"level":"error","error":"no stock","time":"2026-01-31T23:59:59Z","message":"order failed",\
                        "error":"again"}""", Severity.ERROR, "unknown", "order failed", "2026-01-31T23:59:59Z", """
                        {"error":"no stock","error.original":"again"}"""),
                new Shape("logrus", """
                        {"level":"warning","msg":"slow","time":"2026-02-01T00:59:59+01:00","size":10}""", Severity.WARN, "unknown", "slow", "2026-01-31T23:59:59Z", """
                        {"size":10}"""),
                new Shape("slog", """
                        {"time":"2026-02-01T00:59:59.123456789+01:00","level":"ERROR","msg":"failed",\
                        "request":{"method":"GET","status":500}}""", Severity.ERROR, "unknown", "failed", "2026-01-31T23:59:59.123456789Z", """
                        {"request":{"method":"GET","status":500}}"""),
                new Shape("slog's levels in between", """
                        {"time":"2026-01-31T23:59:59.123Z","level":"DEBUG+2","msg":"failed"}""", Severity.INFO, "unknown", "failed", TIME, """
                        {"severity_text":"DEBUG+2"}"""),
                new Shape("Serilog, compact", """
                        {"@t":"2026-01-31T23:59:59.1230000Z","@mt":"Order {Id} failed","@m":"Order 4711 failed",\
                        "@l":"Verbose","@i":"f00d","@x":"System.Exception","Id":4711,"SourceContext":"Orders"}""", Severity.DEBUG, "unknown", "Order 4711 failed", TIME, """
                        {"@mt":"Order {Id} failed","@i":"f00d","@x":"System.Exception","Id":4711,\
                        "SourceContext":"Orders"}"""),
                new Shape("Serilog, template alone", """
                        {"@t":"2026-01-31T23:59:59.123Z","@mt":"Order {Id} failed","Id":4711}""", Severity.INFO, "unknown", "Order {Id} failed", TIME, """
                        {"Id":4711}"""),
                new Shape("NLog", """
                        {"time":"2026-01-31 23:59:59.1230","level":"Fatal","logger":"Orders","message":"failed",\
                        "exception":"at Main"}""", Severity.FATAL, "unknown", "failed", "", """
                        {"time":"2026-01-31 23:59:59.1230","logger":"Orders","exception":"at Main"}"""),
                new Shape("python-json-logger", """
                        {"asctime":"2026-01-31 23:59:59,123","levelname":"INFO","level":"CRITICAL","name":"orders",\
                        "message":"failed","taskName":null}""", Severity.ERROR2, "unknown", "failed", "", """
                        {"asctime":"2026-01-31 23:59:59,123","levelname":"INFO","name":"orders","taskName":null}"""),
                new Shape("structlog", """
                        {"event":"order failed","order":4711,"level":"info","timestamp":"2026-01-31T23:59:59.123Z"}""", Severity.INFO, "unknown", "order failed", TIME, """
                        {"order":4711}"""),
                new Shape("Logback's JsonEncoder", """
                        {"sequenceNumber":0,"timestamp":1769903999123,"nanoseconds":123000000,"level":"WARN",\
                        "threadName":"main","loggerName":"io.example.Orders","mdc":{"user":"ann"},\
                        "message":"order {} failed","arguments":["4711"],"throwable":null}""", Severity.WARN, "unknown", "order {} failed", TIME, """
                        {"sequenceNumber":0,"nanoseconds":123000000,"threadName":"main",\
                        "loggerName":"io.example.Orders","mdc":{"user":"ann"},"arguments":["4711"],"throwable":null}"""),
                new Shape("Logstash's encoder for Logback", """
                        {"@timestamp":"2026-01-31T23:59:59.123Z","@version":"1","message":"failed","logger_name":"Orders",\
                        "thread_name":"main","level":"ERROR","level_value":40000}""", Severity.ERROR, "unknown", "failed", TIME, """
                        {"@version":"1","logger_name":"Orders","thread_name":"main","level_value":40000}"""),
                new Shape("Log4j2's JsonLayout", """
                        {"instant":{"epochSecond":1769903999,"nanoOfSecond":123000000},"thread":"main","level":"FATAL",\
                        "loggerName":"io.example.Orders","message":"failed","endOfBatch":false,"threadId":1}""", Severity.FATAL, "unknown", "failed", "", """
                        {"instant":{"epochSecond":1769903999,"nanoOfSecond":123000000},"thread":"main",\
                        "loggerName":"io.example.Orders","endOfBatch":false,"threadId":1}"""),
                new Shape("ECS, flat", """
                        {"@timestamp":"2026-01-31T23:59:59.123Z","log.level":"warn","message":"slow",\
                        "ecs.version":"1.2.0","service.name":"orders","log.logger":"Orders",\
                        "trace.id":"4bf92f3577b34da6a3ce929d0e0e4736","span.id":"00f067aa0ba902b7"}""", Severity.WARN, "orders", "slow", TIME, """
                        {"ecs.version":"1.2.0","log.logger":"Orders"}"""),
                new Shape("ECS, nested", """
                        {"@timestamp":"2026-01-31T23:59:59.123Z","log":{"level":"notice","logger":"Orders"},\
                        "message":"slow","ecs":{"version":"1.2.0"},"service":{"name":"orders"},\
                        "trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"},"event":{"dataset":"orders.log"}}""", Severity.INFO2, "orders", "slow", TIME, """
                        {"log":{"logger":"Orders"},"ecs":{"version":"1.2.0"},"event":{"dataset":"orders.log"}}"""),
                new Shape("GELF", """
                        {"version":"1.1","host":"web-1","short_message":"disk full","full_message":"disk full: /var",\
                        "timestamp":1769903999.123,"level":1,"_user_id":9001}""", Severity.ERROR3, "web-1", "disk full", TIME, """
                        {"version":"1.1","full_message":"disk full: /var","_user_id":9001}"""),
                new Shape("journald", """
                        {"__REALTIME_TIMESTAMP":"1769903999123000","PRIORITY":"2","SYSLOG_IDENTIFIER":"sshd",\
                        "_HOSTNAME":"web-1","MESSAGE":"bad key","_PID":"17"}""", Severity.ERROR2, "sshd", "bad key", "", """
                        {"__REALTIME_TIMESTAMP":"1769903999123000","_HOSTNAME":"web-1","_PID":"17"}"""),
                new Shape("Docker", """
                        {"log":"GET /\\n","stream":"stdout","time":"2026-01-31T23:59:59.123Z"}""", Severity.INFO, "unknown", "GET /\n", TIME, """
                        {"stream":"stdout"}"""),
                new Shape("syslog-ng", """
                        {"severity":"crit","PROGRAM":"my cron","app":"my cron","host":"web-1","message":"job failed",\
                        "time":"2026-02-01T00:59:59.123+01:00","PID":"17"}""", Severity.ERROR2, "my.cron", "job failed", TIME, """
                        {"PROGRAM":"my cron","app":"my cron","host":"web-1","PID":"17"}"""),
                new Shape("java.util.logging", """
                        {"level":"CONFIG","message":"read","time":1769903999123000000}""", Severity.DEBUG3, "unknown", "read", TIME, "{}"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void becomesAnEvent(Shape shape) {
        // When
        var event = Lenient.readExactly(shape.line, Fallbacks.NONE);
        // Then
        assertThat(event.message()).isEqualTo(shape.message);
        assertThat(event.severity()).isEqualTo(shape.severity);
        assertThat(event.source()).isEqualTo(shape.source);
        assertThat(event.timestamp()).isEqualTo(shape.timestamp.isEmpty() ? null : Instant.parse(shape.timestamp));
        assertThat(event.attributes()).isEqualTo(AttributesJson.read(shape.attributes));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void losesNothing(Shape shape) {
        // Given
        var leaves = leaves(AttributesJson.read(shape.line.replaceFirst(",\"error\":\"again\"", "")))
                .toList();
        // When
        var event = Lenient.readExactly(shape.line, Fallbacks.NONE);
        // Then
        var json = new String(LogEventWriter.json(event), StandardCharsets.UTF_8);
        assertThat(leaves)
                .allMatch(leaf -> json.contains(quoted(leaf)) || isTime(leaf, event) || isSeverity(leaf, event));
    }

    private static String quoted(Object leaf) {
        return leaf instanceof String text ? AttributesJson.writeValue(text) : String.valueOf(leaf);
    }

    private static boolean isTime(Object leaf, LogEvent event) {
        var time = leaf instanceof String text ? LooseTime.text(text) : LooseTime.number(String.valueOf(leaf));
        return time != null && time.equals(event.timestamp());
    }

    private static boolean isSeverity(Object leaf, LogEvent event) {
        return Stream.of("level", SeverityNames.JOURNAL_PRIORITY)
                .map(name -> SeverityNames.of(name, leaf, true))
                .anyMatch(event.severity()::equals);
    }

    private static Stream<Object> leaves(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(LoggerShapesTest::leaves);
        }
        if (value instanceof List<?> list) {
            return list.stream().flatMap(LoggerShapesTest::leaves);
        }
        return Stream.ofNullable(value);
    }
}
