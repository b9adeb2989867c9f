-- What a replay needs to send the message as it came, and what became of it.
alter table dead_letter
    -- One of a few words that stand for the reason: for filters and metrics.
    add column kind         text        not null default 'other',
    add column content_type text,
    -- The message's own, without what brokers and consumers added.
    add column headers      json        not null default '{}',
    -- The events that it holds, so that each can be found.
    add column event_ids    uuid[]      not null default '{}',
    add column replayed_at  timestamptz,
    -- The letter that this message was before it was replayed and failed again; it may be discarded by now.
    add column replay_of    bigint;

create index dead_letter_open on dead_letter (kind, id) where replayed_at is null;
create index dead_letter_events on dead_letter using gin (event_ids);
