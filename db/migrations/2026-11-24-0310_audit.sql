-- Who changed a setting is shown beside it; accounts of others are not readable there, so the name is kept.
alter table setting add column changed_by_name text;

-- The audit page reads the events of a scope newest first; without this it would sort all of them.
create index event_by_time on event (at desc, seq desc, id desc);
