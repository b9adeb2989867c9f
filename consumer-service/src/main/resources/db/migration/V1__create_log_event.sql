-- Every event, once. Names and units after the OpenTelemetry logs data model.
create table log_event (
    id                      uuid        primary key,
    time_unix_nano          bigint,
    observed_time_unix_nano bigint      not null,
    severity_number         smallint    not null check (severity_number between 1 and 24),
    source                  text        not null,
    message                 text        not null,
    -- Not jsonb, which makes the integer 100000000000000000000 of the double 1E20.
    attributes              json        not null,
    trace_id                text,
    span_id                 text,
    -- SHA-256 over what the client sent: tells a repeat of an id from a conflict.
    content_hash            bytea       not null,
    archived_at             timestamptz not null default now()
);

create index log_event_newest on log_event (observed_time_unix_nano desc, id desc);
