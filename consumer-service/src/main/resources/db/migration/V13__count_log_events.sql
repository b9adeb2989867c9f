-- How many events each part has of each minute, source and severity: what histograms and lists of sources are made of.
create table log_event_count (
    part            integer  not null,
    -- Of the observed timestamp, since 1970.
    minute          integer  not null,
    source          text     collate "C" not null,
    severity_number smallint not null,
    events          bigint   not null,
    -- The latest observed timestamp. An event that is deleted by hand leaves it as it is.
    last            bigint   not null,
    primary key (minute, source, severity_number, part)
);
create index log_event_count_source on log_event_count (source, minute);
create index log_event_count_part on log_event_count (part);

-- What was stored and deleted since counts were last summed up. Rows are only appended, so batches that are stored side by
-- side do not wait for each other.
create table log_event_count_change (
    part            integer  not null,
    minute          integer  not null,
    source          text     collate "C" not null,
    severity_number smallint not null,
    events          bigint   not null,
    last            bigint   not null
);

-- The parts whose counts are complete. Those of what was archived before there were counts are made when the part is sealed;
-- log_event itself, which retention empties, never has any. Not a column of log_event_part: to add one, it would have to be locked
-- against writers, which have a lock on log_event by then.
create table log_event_counted (
    part integer primary key
);

select grant_as_on_log_event('log_event_counted');
select grant_as_on_log_event('log_event_count');
select grant_as_on_log_event('log_event_count_change');

-- The functions of the triggers have the rights of the tables' owner, and anybody may make triggers on tables of their own.
create function check_log_event_trigger(relation regclass, part text) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    if relation <> to_regclass('"${flyway:defaultSchema}".' || quote_ident('log_event_' || part)) then
        raise insufficient_privilege using message = 'only parts of log_event are counted';
    end if;
end $$;

-- Triggers, not the service's statements: the release before, and whoever deletes by hand, are counted too.
create function count_stored_log_events() returns trigger language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    perform check_log_event_trigger(tg_relid, tg_argv[0]);
    insert into log_event_count_change (part, minute, source, severity_number, events, last)
    select tg_argv[0]::integer, observed_time_unix_nano / 60000000000, source, severity_number, count(*),
           max(observed_time_unix_nano)
    from stored
    group by 2, source, severity_number;
    return null;
end $$;

-- By row: a statement on log_event also deletes in its parts, whose triggers by statement it does not call.
create function count_deleted_log_event() returns trigger language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    perform check_log_event_trigger(tg_relid, tg_argv[0]);
    insert into log_event_count_change (part, minute, source, severity_number, events, last)
    values (tg_argv[0]::integer, old.observed_time_unix_nano / 60000000000, old.source, old.severity_number, -1, 0);
    return null;
end $$;

create function count_truncated_log_events() returns trigger language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    perform check_log_event_trigger(tg_relid, tg_argv[0]);
    -- No change is being summed up meanwhile.
    lock table log_event_count in share row exclusive mode;
    delete from log_event_count_change where part = tg_argv[0]::integer;
    delete from log_event_count where part = tg_argv[0]::integer;
    return null;
end $$;

-- Keeps the counts of a part from now on. Nobody may write to it until the transaction ends.
create function keep_log_event_counts(number integer) returns void language plpgsql
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
    insert into log_event_counted values (number);
end $$;

-- Adds up to that many changes to the counts, and takes away up to that many counts of parts that were dropped. Returns the larger
-- number. One caller at a time.
create function sum_up_log_event_counts(most integer) returns bigint language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    changes bigint;
    dropped bigint;
begin
    perform check_log_event_right();
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
    )
    select count(*) into changes from taken;
    delete from log_event_count
    where ctid = any (array(
        select total.ctid from log_event_count as total
        where total.part = any (array(select part from log_event_counted except select number from log_event_part)) limit most));
    get diagnostics dropped = row_count;
    if changes = 0 and dropped = 0 then
        delete from log_event_counted where part not in (select number from log_event_part);
    end if;
    return greatest(changes, dropped);
end $$;

-- As before, and the new part has counts.
create or replace function begin_log_event_part(age interval, most integer) returns boolean language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    last log_event_part;
    is_empty boolean;
begin
    perform check_log_event_right();
    select * into last from log_event_part order by number desc limit 1;
    if last.begun_at > clock_timestamp() - age or (select count(*) from log_event_part) >= most then
        return false;
    end if;
    execute format('select not exists (select from %I)', 'log_event_' || last.number) into is_empty;
    if is_empty then
        return false;
    end if;
    perform create_log_event_part('log_event_' || (last.number + 1));
    perform keep_log_event_counts(last.number + 1);
    -- Each writer holds a row exclusive lock on log_event until it commits, and asks for the last part under it. So from here
    -- on nobody writes the part that ends.
    lock table only log_event in share row exclusive mode;
    update log_event_part set ended_at = clock_timestamp() where number = last.number;
    insert into log_event_part (number) values (last.number + 1);
    return true;
end $$;

-- As before, and counts the events of a part that was begun before there were counts.
create or replace function seal_log_event_part(part integer) returns void language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    name text := 'log_event_' || part;
    found log_event_part;
    total bigint;
begin
    perform check_log_event_right();
    select * into found from log_event_part where number = part;
    if found.events is null then
        execute format('alter table %I validate constraint %I', name, name || '_times');
        execute format('select count(*) from %I', name) into total;
        update log_event_part set events = total where number = part;
    end if;
    if found.number is not null and not exists (select from log_event_counted as counted where counted.part = found.number) then
        perform keep_log_event_counts(part);
    end if;
end $$;

-- As before, but an event that was observed in the present second counts as recent.
create or replace function drop_log_event_part(age interval) returns bigint language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    part log_event_part;
    latest timestamptz := clock_timestamp();
    oldest timestamptz := latest - age;
    is_expired boolean;
begin
    perform check_log_event_right();
    for part in select * from log_event_part where ended_at < oldest order by number loop
        execute format('select coalesce(max(archived_at) < $1, true) and not exists ('
                       ' select from %1$I where observed_time_unix_nano between extract(epoch from $1)::bigint * 1000000000'
                       ' and ceil(extract(epoch from $2))::bigint * 1000000000) from %1$I', 'log_event_' || part.number)
            into is_expired using oldest, latest;
        if is_expired then
            execute format('drop table %I', 'log_event_' || part.number);
            delete from log_event_part where number = part.number;
            return coalesce(part.events, 0);
        end if;
    end loop;
    return null;
end $$;

-- A new archive has counts from its first event on.
do $$
declare
    latest integer;
    is_empty boolean;
begin
    lock table only log_event in share row exclusive mode;
    select max(number) into latest from log_event_part;
    execute format('select not exists (select from %I)', 'log_event_' || latest) into is_empty;
    if is_empty then
        perform keep_log_event_counts(latest);
    end if;
end $$;
