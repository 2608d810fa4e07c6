-- Who runs a matter in whose place, who entered it, who changed an answer at its approval, and which authors are called back.

-- Words of the body ('officer', 'head') that the commission above has taken over, because all who hold them are complained about.
alter table matter add column taken_up text[] not null default '{}';
-- Entered by somebody of another body: a commission for one of its region.
alter table matter add column entered_above boolean not null default false;
-- Who put the answer in other words when it was approved.
alter table matter add column reworded_by uuid;
-- Whether the draw for a call-back has come to it, and what it said.
alter table matter add column call_back text check (call_back in ('drawn', 'passed'));

do $$
begin
  -- The owner is under row security as well, and sees nothing without a region.
  perform set_config('app.region', '%', true);
  update matter set entered_above = true where exists (select from account a where a.account_id = matter.entered_by and a.institution_id <> matter.institution_id);
  perform set_config('app.region', '', true);
end $$;

-- What waits for the commission, or for a second look, has a date too: the chase list and a changed calendar ask for it.
create index matter_settled_work on matter (work_at, id) where phase = 'settled' and due_at is not null;
create index matter_to_draw on matter (kind, answered_at) where call_back is null and answered_at is not null and has_author;
create index matter_to_call_back on matter (institution_id, received_at desc, id desc) where call_back = 'drawn' and called_back_at is null;
