-- When somebody called the author back; and what was settled when: a period that is over asks which were still open at its end.
alter table matter add column called_back_at timestamptz;
create index matter_settled_when on matter (institution_id, kind, settled_at) where settled_at is not null;
