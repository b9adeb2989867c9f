-- What each subscription is; its queue is declared from this.
create table subscription (
    name       text        primary key,
    definition json        not null,
    created_at timestamptz not null default now()
);

-- Events that a subscription's queue gave up, by the broker's reason: maxlen, expired or delivery_limit.
create table subscription_dropped (
    subscription text   not null references subscription on delete cascade,
    reason       text   not null,
    events       bigint not null,
    primary key (subscription, reason)
);
