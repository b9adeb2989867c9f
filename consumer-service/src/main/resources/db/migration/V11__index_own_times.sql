-- Search, exports and counts can go by the events' own time, which is the observed one where an event has none. New parts
-- have an index for that from now on; a new part begins, so that nobody waits while V11.1 indexes those before it.
alter function create_log_event_part(text) rename to create_log_event_part_without_own_times;

create function index_own_times_of_log_event_part(part text) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    execute format('create index if not exists %I on %I ((coalesce(time_unix_nano, observed_time_unix_nano)), id)',
                   part || '_own', part);
end $$;

create function create_log_event_part(part text) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    perform create_log_event_part_without_own_times(part);
    perform index_own_times_of_log_event_part(part);
end $$;

select begin_log_event_part(interval '0', 100);
-- For a part that is still the last, because it is empty or because there are too many.
select index_own_times_of_log_event_part('log_event_' || max(number)) from log_event_part;
