-- The archive in parts by arrival. log_event is the first, with what is archived by now, and the parent of the others: a
-- select from it reads all. New events go into the last part, log_event_<number>. These are tables that inherit, because
-- partitions would have to be looked through when an archive is attached, would lock the parent when they are dropped, and
-- would refuse the inserts of the release before, which may still run: "on conflict (id)" needs an index on the id alone.
create table log_event_part (
    number   integer     primary key,
    begun_at timestamptz not null default clock_timestamp(),
    -- When the next part was begun; null for the last.
    ended_at timestamptz,
    -- How many it was ended with; null until they are counted and their times are known to the planner.
    events   bigint
);

-- The functions have the rights of the tables' owner, since the service's user may be another one.
create function check_log_event_right() returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    if not has_table_privilege(session_user, 'log_event', 'delete') then
        raise insufficient_privilege using message = 'permission denied for the parts of log_event';
    end if;
end $$;

-- Who may use log_event may use the relation as well, also its owner, who may be another user than the one that migrates.
create function grant_as_on_log_event(relation text) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    allowed record;
begin
    for allowed in
        select case grantee when 0 then 'public' else grantee::regrole::text end as grantee, privilege_type
        from pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner))) where oid = 'log_event'::regclass
    loop
        execute format('grant %s on %I to %s', allowed.privilege_type, relation, allowed.grantee);
    end loop;
end $$;

create function create_log_event_part(part text) returns void language plpgsql
set search_path to "${flyway:defaultSchema}", pg_temp as $$
begin
    execute format('create table %I () inherits (log_event)', part);
    execute format('alter table %I add constraint %I primary key (id)', part, part || '_pkey');
    -- Ascending, so that they grow at one end; they are read backwards.
    execute format('create index %I on %I (observed_time_unix_nano, id)', part || '_newest', part);
    execute format('create index %I on %I (source, observed_time_unix_nano, id)', part || '_source', part);
    execute format('create index %I on %I (trace_id, observed_time_unix_nano, id) where trace_id is not null',
                   part || '_trace', part);
    execute format('create index %I on %I (observed_time_unix_nano, id) where severity_number >= 13', part || '_warn', part);
    execute format('create index %I on %I (observed_time_unix_nano, id) where severity_number >= 17', part || '_error', part);
    execute format('create index %I on %I (observed_time_unix_nano, id) where severity_number >= 21', part || '_fatal', part);
    execute format('create index %I on %I (archived_at, id)', part || '_arrival', part);
    -- New entries wait in a list that empty_log_event_lists empties; an insert does so itself only at 128 MB.
    execute format('create index %I on %I using gin (words) with (gin_pending_list_limit = 131072)', part || '_words', part);
    execute format('create index %I on %I using gin ((attributes::jsonb) jsonb_path_ops)'
                   ' with (gin_pending_list_limit = 131072)', part || '_attributes', part);
    perform grant_as_on_log_event(part);
end $$;

-- Begins a new part if the last one is older and not empty, and there are not too many. Says whether it did.
create function begin_log_event_part(age interval, most integer) returns boolean language plpgsql security definer
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
    -- Each writer holds a row exclusive lock on log_event until it commits, and asks for the last part under it. So from here
    -- on nobody writes the part that ends.
    lock table only log_event in share row exclusive mode;
    update log_event_part set ended_at = clock_timestamp() where number = last.number;
    insert into log_event_part (number) values (last.number + 1);
    return true;
end $$;

-- Empties the pending lists of a part's indexes, and returns how many pages that were.
create function empty_log_event_lists(part integer) returns bigint language sql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
    select gin_clean_pending_list(format('log_event_%s_words', part)::regclass)
           + gin_clean_pending_list(format('log_event_%s_attributes', part)::regclass);
$$;

-- Lets the planner know the times of a part that has ended; it does not use them before seal_log_event_part.
create function bound_log_event_part(part integer) returns void language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    name text := 'log_event_' || part;
    oldest bigint;
    newest bigint;
    first timestamptz;
    last timestamptz;
begin
    perform check_log_event_right();
    -- Another replica may have sealed it meanwhile: then the constraint is in use.
    if not exists (select from log_event_part where number = part and events is null) then
        return;
    end if;
    execute format('select min(observed_time_unix_nano), max(observed_time_unix_nano), min(archived_at), max(archived_at)'
                   ' from %I', name) into oldest, newest, first, last;
    execute format('alter table %I drop constraint if exists %I, add constraint %I check (observed_time_unix_nano between %L and %L'
                   ' and archived_at between %L and %L) not valid',
                   name, name || '_times', name || '_times', oldest, newest, first, last);
end $$;

create function seal_log_event_part(part integer) returns void language plpgsql security definer
set search_path to "${flyway:defaultSchema}", pg_temp as $$
declare
    name text := 'log_event_' || part;
    counted bigint;
begin
    perform check_log_event_right();
    if not exists (select from log_event_part where number = part and events is null) then
        return;
    end if;
    execute format('alter table %I validate constraint %I', name, name || '_times');
    execute format('select count(*) from %I', name) into counted;
    update log_event_part set events = counted where number = part;
end $$;

-- Drops the oldest part whose events are all older, by both times, since the database's clock may have been behind when it
-- stamped the arrivals; an observation in the future is only wrong. Returns how many events those were, 0 if they are not
-- counted; null if there is no such part.
create function drop_log_event_part(age interval) returns bigint language plpgsql security definer
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
                       ' and extract(epoch from $2)::bigint * 1000000000) from %1$I', 'log_event_' || part.number)
            into is_expired using oldest, latest;
        if is_expired then
            execute format('drop table %I', 'log_event_' || part.number);
            delete from log_event_part where number = part.number;
            return coalesce(part.events, 0);
        end if;
    end loop;
    return null;
end $$;

-- An event that is inserted into log_event itself, as the release before does, goes into the last part too, once.
create function store_in_log_event_part() returns trigger language plpgsql set enable_seqscan to off as $$
begin
    if not exists (select from log_event where id = new.id) then
        execute format('insert into %I select ($1).* on conflict (id) do nothing',
                       'log_event_' || (select max(number) from log_event_part)) using new;
    end if;
    return null;
end $$;

select grant_as_on_log_event('log_event_part');
select create_log_event_part('log_event_1');
insert into log_event_part (number) values (1);

create trigger store_in_part before insert on log_event for each row execute function store_in_log_event_part();
