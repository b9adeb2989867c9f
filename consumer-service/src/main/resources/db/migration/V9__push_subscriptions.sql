-- Subscriptions that are not pushed for the time being.
create table subscription_push_pause (
    subscription text        primary key references subscription on delete cascade,
    cause        text        not null,
    paused_at    timestamptz not null default now()
);

-- The last attempts to push each subscription.
create table subscription_push_attempt (
    id           bigint      generated always as identity primary key,
    subscription text        not null references subscription on delete cascade,
    sent_at      timestamptz not null,
    webhook_id   text        not null,
    events       int         not null,
    outcome      text        not null,
    status       int,
    reason       text,
    millis       bigint      not null
);

create index subscription_push_attempt_latest on subscription_push_attempt (subscription, sent_at desc, id desc);
