-- Makes the user logcast_grafana, who may read the views logcast_events and logcast_dead_letters and nothing else of Logcast.
-- Run it once, after consumer-service has started for the first time, as the owner of the views:
--   psql -v password=... -f reader.sql
create role logcast_grafana login password :'password' connection limit 10;
alter role logcast_grafana set default_transaction_read_only = on;
-- No query of a dashboard outlives this.
alter role logcast_grafana set statement_timeout = '30s';
grant select on logcast_events, logcast_dead_letters to logcast_grafana;
