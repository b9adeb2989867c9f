package io.logcast.producer.elasticsearch;

import io.logcast.model.wire.AttributesJson;
import io.logcast.producer.logs.BatchAnswer;
import io.logcast.producer.logs.BatchAnswer.Outcome;
import io.logcast.producer.logs.BatchAnswer.Refusal;
import io.logcast.producer.requests.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The outcomes of the items of a bulk request, written as they become known. */
final class BulkAnswer {

    private static final long CREATED = 201;
    private static final long REJECTED = 429;
    private static final long BAD_REQUEST = 400;

    private final long startNanos;
    private final StringBuilder items = new StringBuilder();
    private boolean hasErrors;
    private boolean hasSettled;
    private @Nullable RefusedException lastRejection;

    BulkAnswer(long startNanos) {
        this.startNanos = startNanos;
    }

    /**
     * Adds the outcomes of a part's items, in their order.
     *
     * @return false if the broker has rejected some of them and stored none
     */
    boolean add(List<BulkItem> part, BatchAnswer outcome) {
        var refusals = outcome.errors().stream().collect(Collectors.toMap(Refusal::line, Function.identity()));
        var before = lastRejection;
        var created = 0;
        for (int i = 0; i < part.size(); i++) {
            var refusal = refusals.get(i + 1L);
            if (i >= outcome.lines()) {
                addNotStored(part.subList(i, part.size()));
                break;
            }
            if (refusal == null) {
                addCreated(part.get(i), outcome.ids().get(i));
                created++;
            } else {
                addRefused(part.get(i), refusal);
            }
        }
        hasSettled |= created > 0;
        return created > 0 || lastRejection == before;
    }

    private void addRefused(BulkItem item, Refusal refusal) {
        if (refusal.outcome() == Outcome.RETRY) {
            lastRejection = new RefusedException(refusal.status(), refusal.reason());
            addError(item, REJECTED, "es_rejected_execution_exception", refusal.reason());
            return;
        }
        hasSettled = true;
        var field = refusal.field() == null ? "" : refusal.field() + ": ";
        addError(item, BAD_REQUEST, type(item), field + refusal.reason());
    }

    private static String type(BulkItem item) {
        return item.action().hasDocument() && item.action() != BulkItem.Action.UPDATE
                ? "document_parsing_exception"
                : "illegal_argument_exception";
    }

    /** Adds items that were not tried and have to be sent again. */
    void addNotStored(List<BulkItem> rest) {
        rest.forEach(
                item -> addError(item, REJECTED, "es_rejected_execution_exception", "The broker did not store it"));
    }

    /**
     * The answer.
     *
     * @throws RefusedException if the whole request has to be sent again
     */
    String json() {
        var rejection = lastRejection;
        if (rejection != null && !hasSettled) {
            throw new RefusedException((int) REJECTED, String.valueOf(rejection.getMessage()), rejection);
        }
        var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return "{\"took\":%d,\"errors\":%s,\"items\":[%s]}".formatted(took, hasErrors, items);
    }

    private void addCreated(BulkItem item, @Nullable UUID id) {
        var result = result(item, item.id() == null ? String.valueOf(id) : item.id(), CREATED);
        result.put("_version", 1L);
        result.put("result", "created");
        result.put("_shards", Map.of("total", 1L, "successful", 1L, "failed", 0L));
        result.put("_seq_no", 0L);
        result.put("_primary_term", 1L);
        add(item, result);
    }

    private void addError(BulkItem item, long status, String type, String reason) {
        hasErrors = true;
        var result = result(item, item.id(), status);
        result.put("error", ElasticsearchErrors.error(type, reason));
        add(item, result);
    }

    private static LinkedHashMap<String, @Nullable Object> result(BulkItem item, @Nullable String id, long status) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("_index", item.index() == null ? "" : item.index());
        result.put("_id", id);
        result.put("status", status);
        return result;
    }

    private void add(BulkItem item, Map<String, @Nullable Object> result) {
        items.append(items.isEmpty() ? "" : ",")
                .append(AttributesJson.write(Map.of(item.action().toString(), result)));
    }
}
