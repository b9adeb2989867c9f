-- Counts of longer spans than a minute, so that a count over weeks need not add up every minute of them. They repeat what
-- log_event_count has, which stays complete: the release before reads only that.
create table log_event_count_span (
    -- The length of the span.
    minutes         integer  not null,
    -- The span's first minute since 1970, a multiple of the length.
    start           integer  not null,
    part            integer  not null,
    source          text     collate "C" not null,
    severity_number smallint not null,
    events          bigint   not null,
    -- As in log_event_count.
    last            bigint   not null,
    primary key (minutes, start, source, severity_number, part)
-- Spans of the present are updated again and again: within their page, if it has room.
) with (fillfactor = 50);
create index log_event_count_span_source on log_event_count_span (source, minutes, start);
create index log_event_count_span_part on log_event_count_span (part);

-- The lengths of spans; each is a multiple of the next shorter one.
create table log_event_count_step (
    minutes integer primary key,
    -- The spans from this minute on are complete. The roll-up moves it back, from the newest counts to the oldest, until it is 0.
    since   integer not null
);
-- The largest multiple of a day.
insert into log_event_count_step (minutes, since) select minutes, 2147483520 from unnest(array[5, 60, 1440]) as minutes;

select grant_as_on_log_event('log_event_count_span');
select grant_as_on_log_event('log_event_count_step');

-- All counts, those of minutes included.
create view log_event_count_of_any_length as
select 1 as minutes, minute as start, part, source, severity_number, events, last from log_event_count
union all
select minutes, start, part, source, severity_number, events, last from log_event_count_span;

select grant_as_on_log_event('log_event_count_of_any_length');

-- Whoever runs the earlier functions below holds one of these locks, and would not know of the spans. So this waits for them.
select pg_advisory_xact_lock('log_event_part'::regclass::oid::bigint);
select pg_advisory_xact_lock('log_event_count'::regclass::oid::bigint);

-- Makes spans of the counts from before there were spans, the newest first, out of about that many counts of the next shorter length.
-- Returns how many those were.
create function roll_up_log_event_counts(most integer) returns bigint language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp set plan_cache_mode to force_custom_plan as $$
declare
    step record;
    shorter_minutes integer := 1;
    shorter_since integer := 0;
    begun integer;
    added bigint;
    total bigint := 0;
begin
    for step in select minutes, since from log_event_count_step order by minutes loop
        while step.since > 0 and total < most loop
            select start - start % step.minutes into begun from log_event_count_of_any_length
            where minutes = shorter_minutes and start < step.since order by start desc limit 1;
            if begun is null then
                -- Nothing is left, or the shorter spans are not made yet.
                exit when shorter_since > 0;
                begun := 0;
            end if;
            exit when begun < shorter_since;
            -- Those of a part that is being counted at the moment are not visible here: keep_log_event_counts makes its spans.
            insert into log_event_count_span (minutes, start, part, source, severity_number, events, last)
            select step.minutes, begun, part, source, severity_number, sum(events), max(last)
            from log_event_count_of_any_length
            where minutes = shorter_minutes and start >= begun and start < begun + step.minutes
            group by part, source, severity_number
            on conflict (minutes, start, source, severity_number, part)
                do update set events = excluded.events, last = excluded.last;
            get diagnostics added = row_count;
            -- A span costs something even if it has few counts.
            total := total + greatest(added * (step.minutes / shorter_minutes), 100);
            step.since := begun;
            update log_event_count_step set since = begun where minutes = step.minutes;
        end loop;
        shorter_minutes := step.minutes;
        shorter_since := step.since;
    end loop;
    return total;
end $$;

-- As before, and adds the changes to the spans too, and rolls up that many counts from before there were spans. Returns the largest
-- number, but no more than asked for.
create or replace function sum_up_log_event_counts(most integer) returns bigint language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    changes bigint;
    dropped bigint;
    dropped_spans bigint;
begin
    perform check_log_event_right();
    -- Before the first statement that reads them, so that it sees what a truncation or another caller has done.
    lock table log_event_count in row exclusive mode;
    perform pg_advisory_xact_lock('log_event_count'::regclass::oid::bigint);
    with taken as (
        delete from log_event_count_change
        where ctid = any (array(select ctid from log_event_count_change limit most))
        returning part, minute, source, severity_number, events, last
    ), summed_up as (
        insert into log_event_count as total (part, minute, source, severity_number, events, last)
        select part, minute, source, severity_number, sum(events), max(last)
        from taken
        group by part, minute, source, severity_number
        on conflict (minute, source, severity_number, part)
            do update set events = total.events + excluded.events, last = greatest(total.last, excluded.last)
    ), in_spans as (
        -- Earlier spans are still to be made, of the minutes.
        insert into log_event_count_span as total (minutes, start, part, source, severity_number, events, last)
        select minutes, minute - minute % minutes as start, part, source, severity_number, sum(events), max(last)
        from taken join log_event_count_step on minute >= since
        group by minutes, start, part, source, severity_number
        on conflict (minutes, start, source, severity_number, part)
            do update set events = total.events + excluded.events, last = greatest(total.last, excluded.last)
    )
    select count(*) into changes from taken;
    delete from log_event_count
    where ctid = any (array(
        select total.ctid from log_event_count as total
        where total.part = any (array(select part from log_event_counted except select number from log_event_part)) limit most));
    get diagnostics dropped = row_count;
    delete from log_event_count_span
    where ctid = any (array(
        select total.ctid from log_event_count_span as total
        where total.part = any (array(select part from log_event_counted except select number from log_event_part)) limit most));
    get diagnostics dropped_spans = row_count;
    if changes = 0 and dropped = 0 and dropped_spans = 0 then
        delete from log_event_counted where part not in (select number from log_event_part);
    end if;
    return least(most, greatest(changes, dropped, dropped_spans, roll_up_log_event_counts(most)));
end $$;

create or replace function count_truncated_log_events() returns trigger language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    perform check_log_event_trigger(tg_relid, tg_argv[0]);
    -- No change is being summed up meanwhile.
    lock table log_event_count in share row exclusive mode;
    delete from log_event_count_change where part = tg_argv[0]::integer;
    delete from log_event_count where part = tg_argv[0]::integer;
    delete from log_event_count_span where part = tg_argv[0]::integer;
    return null;
end $$;

-- As before, and makes all spans of the part, also those that the roll-up has not reached, since it may pass by before this is committed.
create or replace function keep_log_event_counts(number integer) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    name text := 'log_event_' || number;
begin
    execute format('create trigger count_stored after insert on %I referencing new table as stored'
                   ' for each statement execute function count_stored_log_events(%L)', name, number);
    execute format('create trigger count_deleted after delete on %I'
                   ' for each row execute function count_deleted_log_event(%L)', name, number);
    execute format('create trigger count_truncated after truncate on %I'
                   ' for each statement execute function count_truncated_log_events(%L)', name, number);
    execute format('insert into log_event_count (part, minute, source, severity_number, events, last)'
                   ' select %L::integer, observed_time_unix_nano / 60000000000, source, severity_number, count(*),'
                   ' max(observed_time_unix_nano) from %I group by 2, source, severity_number', number, name);
    insert into log_event_count_span (minutes, start, part, source, severity_number, events, last)
    select minutes, minute - minute % minutes as start, part, source, severity_number, sum(events), max(last)
    from log_event_count cross join log_event_count_step
    where part = number
    group by minutes, start, part, source, severity_number;
    insert into log_event_counted values (number);
end $$;
