-- What a consumer can never process, as it was delivered. Names may be empty, as the default exchange's is.
create table dead_letter (
    id               bigint      generated always as identity primary key,
    dead_lettered_at timestamptz not null default now(),
    reason           text        not null,
    exception        text,
    attempts         integer     not null,
    exchange         text        not null,
    routing_key      text        not null,
    queue            text        not null,
    message_id       text,
    type             text,
    body             bytea       not null
);
