-- A replay needs these too: the content encoding tells how to read the body. Null in letters of earlier releases.
alter table dead_letter
    add column content_encoding text,
    add column correlation_id   text,
    add column reply_to         text,
    add column app_id           text,
    -- Since 1970. AMQP allows more than a timestamptz can hold.
    add column sent_at_seconds  bigint,
    add column priority         smallint;
