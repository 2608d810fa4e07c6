-- An institution has one objection to a league that waits for its answer; filed twice at the same moment, there were two.
-- The owner is under row security as well, and sees nothing without a region.
set local app.region = '%';
-- What was filed is not lost: the first takes on the words of the others, and what was drafted for a part of them is drafted anew.
with waiting as (
  select institution_id, id, league_id, reason, evidence, row_number() over (partition by institution_id, league_id order by filed_at, id) as place
    from league_objection where decided_at is null
), others as (
  select institution_id, league_id, string_agg(reason, E'\n' order by place) as reason, string_agg(evidence, E'\n' order by place) as evidence from waiting where place > 1 group by institution_id, league_id
)
update league_objection o
   set reason = o.reason || E'\n' || others.reason, evidence = o.evidence || E'\n' || others.evidence, revision = o.revision + 1,
       upheld = null, answer = null, correction = null, drafted_by = null, drafted_name = null, drafted_at = null
  from waiting, others
 where waiting.place = 1 and others.institution_id = waiting.institution_id and others.league_id = waiting.league_id and o.institution_id = waiting.institution_id and o.id = waiting.id;
delete from league_objection o
 using (select institution_id, id, row_number() over (partition by institution_id, league_id order by filed_at, id) as place from league_objection where decided_at is null) waiting
 where waiting.place > 1 and o.institution_id = waiting.institution_id and o.id = waiting.id;
set local app.region = '';
create unique index league_objection_waits on league_objection (institution_id, league_id) where decided_at is null;
