-- Sources are ASCII: in this order a prefix such as 'payments.' is one range of an index.
alter table log_event alter column source type text collate "C";

-- The message's words as the service cuts them, the same for search and live tail.
alter table log_event add column words tsvector not null default '';
update log_event set words = coalesce(
    (select array_to_tsvector(array_agg(distinct left(word, 128)))
     from regexp_split_to_table(lower(message), '[^[:alnum:]]+') as word
     where word <> ''), '');

-- Everything is read newest first, so each index ends with that order.
create index log_event_source on log_event (source, observed_time_unix_nano desc, id desc);
create index log_event_trace on log_event (trace_id, observed_time_unix_nano desc, id desc) where trace_id is not null;
-- "At least" is a range, which would break the order: one index for each step that is rare enough to need one.
create index log_event_warn on log_event (observed_time_unix_nano desc, id desc) where severity_number >= 13;
create index log_event_error on log_event (observed_time_unix_nano desc, id desc) where severity_number >= 17;
create index log_event_fatal on log_event (observed_time_unix_nano desc, id desc) where severity_number >= 21;
create index log_event_words on log_event using gin (words);
create index log_event_attributes on log_event using gin ((attributes::jsonb) jsonb_path_ops);
-- In the order of arrival: for the replay of a live tail, and for retention.
create index log_event_arrival on log_event (archived_at, id);
