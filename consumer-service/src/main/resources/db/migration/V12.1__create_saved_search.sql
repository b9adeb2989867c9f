-- Searches under a name, shared by all who may search.
create table saved_search (
    name       text        primary key,
    parameters json        not null,
    saved_at   timestamptz not null default now()
);
