package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Sends broken bodies of one format over a few persistent connections, and remembers what was accepted. The same seed
 * sends the same bodies.
 */
final class Fuzzer {

    private static final int CONNECTIONS = 16;
    private static final int ONE_IN_SO_MANY_IS_GZIP = 7;
    private static final int ONE_IN_SO_MANY_IS_BAD = 10;
    // Far longer than any answer takes; without an answer by then, the request hangs.
    private static final Duration NO_ANSWER = Duration.ofMinutes(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI producer;
    private final FuzzedFormat format;
    private final long seed;
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Set<String> acceptedIds = ConcurrentHashMap.newKeySet();
    private final AtomicLong acceptedRecords = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Fuzzer(URI producer, FuzzedFormat format, long seed) {
        this.producer = producer;
        this.format = format;
        this.seed = seed;
    }

    /** Returns when every body is answered; throws an AssertionError with the first body that got a wrong answer. */
    void send(int bodies) throws InterruptedException {
        var places = new Semaphore(CONNECTIONS);
        for (int i = 0; i < bodies && failure.get() == null; i++) {
            // A seed of its own, so that a single body can be made again.
            var random = new Random(seed + i);
            var body = new Mutations(random).of(sample(i, random), sample(i, random));
            var number = i;
            places.acquire();
            var sent = encoded(body, random);
            HTTP.sendAsync(request(number, sent, random), BodyHandlers.ofByteArray())
                    .whenComplete((answer, thrown) -> {
                        try {
                            check(sent, answer, thrown);
                        } catch (AssertionError | RuntimeException e) {
                            failure.compareAndSet(null, new AssertionError(describe(number, body), e));
                        } finally {
                            places.release();
                        }
                    });
        }
        places.acquire(CONNECTIONS);
        if (failure.get() != null) {
            throw new AssertionError("A wrong answer", failure.get());
        }
    }

    /** How often each status was answered. */
    Map<Integer, Long> statuses() {
        var counts = new TreeMap<Integer, Long>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** The ids that the answers name as accepted. */
    Set<String> acceptedIds() {
        return acceptedIds;
    }

    /** How many records of exports were accepted; their answers name no ids. */
    long acceptedRecords() {
        return acceptedRecords.get();
    }

    private byte[] sample(int number, Random random) {
        var sample = format.samples.get(random.nextInt(format.samples.size()));
        // ISO 8859-1 maps every byte.
        return numbered(number, new String(sample, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives each body ids of its own. */
    private static String numbered(int number, String text) {
        return text.replace("{n}", Integer.toString(number));
    }

    /** A body as sent. */
    private record Sent(byte[] bytes, boolean isGzip) {

        byte[] content() {
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return gzip.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError("accepted, but not gzip", e);
            }
        }
    }

    private Sent encoded(byte[] body, Random random) {
        if (random.nextInt(ONE_IN_SO_MANY_IS_GZIP) > 0) {
            return new Sent(body, false);
        }
        var gzip = gzip(body);
        return new Sent(random.nextBoolean() ? gzip : new Mutations(random).of(gzip, gzip), true);
    }

    private HttpRequest request(int number, Sent sent, Random random) {
        var request = HttpRequest.newBuilder(producer.resolve(format.path))
                .timeout(NO_ANSWER)
                .header("Content-Type", format.contentType)
                .POST(BodyPublishers.ofByteArray(sent.bytes));
        if (sent.isGzip) {
            request.header("Content-Encoding", "gzip");
        }
        if (format == FuzzedFormat.CLOUDEVENT_BINARY) {
            FuzzSamples.HEADERS.forEach((name, values) -> {
                var value = values.get(random.nextInt(ONE_IN_SO_MANY_IS_BAD) == 0 ? random.nextInt(values.size()) : 0);
                if (!value.isEmpty()) {
                    request.header(name, numbered(number, value));
                }
            });
        }
        return request.build();
    }

    private void check(Sent sent, HttpResponse<byte[]> answer, Throwable thrown) {
        assertThat(thrown).as("an answer").isNull();
        var status = answer.statusCode();
        statuses.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
        if (status >= 500) {
            assertThat(status).isEqualTo(503);
        }
        if (status >= 300) {
            return;
        }
        if (format.isOtlp()) {
            acceptedRecords.addAndGet(records(sent) - refused(answer.body()));
            return;
        }
        if (answer.body().length == 0) {
            return;
        }
        var json = LogClient.json(new String(answer.body(), StandardCharsets.UTF_8));
        if (json.has("id")) {
            acceptedIds.add(json.path("id").asText());
        }
        StreamSupport.stream(json.path("ids").spliterator(), false)
                .filter(id -> !id.isNull())
                .forEach(id -> acceptedIds.add(id.asText()));
    }

    private long records(Sent sent) {
        try {
            return format.records(sent.isGzip ? sent.content() : sent.bytes);
        } catch (IOException e) {
            throw new AssertionError("accepted, but no export", e);
        }
    }

    private long refused(byte[] answer) {
        try {
            return format == FuzzedFormat.OTLP_JSON
                    ? LogClient.json(new String(answer, StandardCharsets.UTF_8))
                            .path("partialSuccess")
                            .path("rejectedLogRecords")
                            .asLong()
                    : ExportLogsServiceResponse.parseFrom(answer)
                            .getPartialSuccess()
                            .getRejectedLogRecords();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no answer to an export", e);
        }
    }

    private String describe(int number, byte[] body) {
        var shown = Arrays.copyOf(body, Math.min(body.length, 2_000));
        return "%s, seed %d, body %d of %d bytes: %s"
                .formatted(format, seed, number, body.length, new String(shown, StandardCharsets.ISO_8859_1));
    }

    private static byte[] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
