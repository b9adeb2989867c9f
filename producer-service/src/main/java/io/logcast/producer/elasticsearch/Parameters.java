package io.logcast.producer.elasticsearch;

import java.util.Set;

/** Query parameters of Elasticsearch that have no effect here. */
final class Parameters {

    static final Set<String> IGNORED = Set.of(
            "_source",
            "_source_excludes",
            "_source_includes",
            "accept_enterprise",
            "error_trace",
            "filter_path",
            "format",
            "human",
            "include_source_on_error",
            "level",
            "list_executed_pipelines",
            "local",
            "master_timeout",
            "pipeline",
            "pretty",
            "refresh",
            "require_alias",
            "require_data_stream",
            "routing",
            "timeout",
            "type",
            "wait_for_active_shards",
            "wait_for_events",
            "wait_for_no_initializing_shards",
            "wait_for_no_relocating_shards",
            "wait_for_nodes",
            "wait_for_status");

    private Parameters() {}
}
