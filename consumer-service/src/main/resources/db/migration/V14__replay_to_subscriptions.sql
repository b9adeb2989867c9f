-- Replays from the archive into a subscription: what is sent, and how far it has come. The last one of each subscription is kept for some
-- days after its end, also if the subscription was deleted.
create table subscription_replay (
    subscription text        primary key,
    id           uuid        not null,
    -- Of the subscription: one that was deleted and made again is another one.
    generation   text        not null,
    -- The filter's parameters, by name; times are absolute.
    filter       json        not null,
    -- Events a second.
    rate         integer     not null,
    -- Whether it is that of a new subscription, which may lack events that were published before its queue was bound.
    seam         boolean     not null,
    started_at   timestamptz not null default clock_timestamp(),
    -- What arrived by then is sent; null while the archive of a new subscription may still lack events from before it.
    until        timestamptz,
    -- Everything up to this arrival was sent.
    position_at  timestamptz not null,
    position_id  uuid        not null,
    sent         bigint      not null default 0,
    state        text        not null default 'running' check (state in ('running', 'done', 'stopped')),
    -- What it waits for, or why it was stopped.
    detail       text,
    ended_at     timestamptz,
    -- Which replica works at it, and until when unless it stores a position before.
    owner        uuid,
    owned_until  timestamptz
);

select grant_as_on_log_event('subscription_replay');
