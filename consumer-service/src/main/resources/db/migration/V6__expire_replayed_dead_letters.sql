-- Letters that were replayed are deleted by age.
create index dead_letter_replayed on dead_letter (replayed_at) where replayed_at is not null;
