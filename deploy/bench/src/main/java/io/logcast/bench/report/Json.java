package io.logcast.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.bench.Measurement;
import io.logcast.bench.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for programs: the summaries and every single measurement. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static String of(Report report) throws JsonProcessingException {
        var document = new LinkedHashMap<String, Object>();
        document.put("broker", report.broker());
        document.put("java", System.getProperty("java.version"));
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put(
                "benchmarks", report.results().stream().map(Json::benchmark).toList());
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> benchmark(Result result) {
        var benchmark = new LinkedHashMap<String, Object>();
        benchmark.put("name", result.name());
        benchmark.put("title", result.title());
        benchmark.put("unit", result.unit());
        benchmark.put(
                "candidates",
                result.candidates().stream()
                        .map(name -> candidate(result, name))
                        .toList());
        return benchmark;
    }

    private static Map<String, Object> candidate(Result result, String name) {
        var candidate = new LinkedHashMap<String, Object>();
        candidate.put("name", name);
        candidate.put("messagesPerSecond", result.messagesPerSecond(name));
        candidate.put("cpuMicrosPerMessage", result.cpuMicrosPerMessage(name));
        for (var to : result.baselines()) {
            candidate.put("throughputRatioTo." + to, result.throughputRatio(name, to));
            candidate.put("cpuRatioTo." + to, result.cpuRatio(name, to));
        }
        var counterpart = result.counterparts().get(name);
        if (counterpart != null) {
            candidate.put("throughputRatioTo." + counterpart, result.throughputRatio(name, counterpart));
            candidate.put("cpuRatioTo." + counterpart, result.cpuRatio(name, counterpart));
        }
        candidate.put(
                "runs",
                result.measurements().getOrDefault(name, List.of()).stream()
                        .map(Json::run)
                        .toList());
        return candidate;
    }

    private static Map<String, Long> run(Measurement measurement) {
        var run = new LinkedHashMap<String, Long>();
        run.put("messages", measurement.messages());
        run.put("elapsedNanos", measurement.elapsed().toNanos());
        run.put("cpuNanos", measurement.cpu().toNanos());
        var requests = measurement.requests();
        if (requests != null) {
            run.put("requests", requests.count());
            run.put("p50Nanos", requests.p50().toNanos());
            run.put("p99Nanos", requests.p99().toNanos());
            run.put("p999Nanos", requests.p999().toNanos());
            run.put("residentMebibytes", requests.residentMebibytes());
        }
        return run;
    }
}
