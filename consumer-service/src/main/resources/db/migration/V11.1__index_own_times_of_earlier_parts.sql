-- Nothing is stored in these parts any more. The first one comes last: writers wait for its lock.
do $$
declare
    part integer;
begin
    for part in select number from log_event_part where ended_at is not null order by number loop
        perform index_own_times_of_log_event_part('log_event_' || part);
        execute format('analyze %I', 'log_event_' || part);
    end loop;
    perform index_own_times_of_log_event_part('log_event');
    if exists (select from only log_event) then
        analyze log_event;
    end if;
end $$;
