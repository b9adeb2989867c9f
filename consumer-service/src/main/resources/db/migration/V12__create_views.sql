-- What other programs, such as Grafana, read. Names and types of these columns stay; new ones come at the end.
-- Conditions on the columns in nanoseconds use the indexes and pass by parts of other times; those on the timestamps do not.
create view logcast_events as
select id,
       timestamptz 'epoch' + observed_time_unix_nano / 1000 * interval '1 microsecond' as observed_time,
       observed_time_unix_nano,
       -- The event's own time; the observed one if it has none.
       timestamptz 'epoch' + coalesce(time_unix_nano, observed_time_unix_nano) / 1000 * interval '1 microsecond' as event_time,
       coalesce(time_unix_nano, observed_time_unix_nano) as event_time_unix_nano,
       -- Without the step: error for ERROR3.
       (array['trace', 'debug', 'info', 'warn', 'error', 'fatal'])[(severity_number + 3) / 4] as level,
       severity_number,
       source,
       message,
       attributes::jsonb as attributes,
       trace_id,
       span_id,
       -- The message's words in lower case, for words @@ 'card & declined'::tsquery.
       words
from log_event;

create view logcast_dead_letters as
select id, dead_lettered_at, kind, left(reason, 1000) as reason, attempts, queue, message_id,
       octet_length(body) as body_bytes, replayed_at
from dead_letter;
