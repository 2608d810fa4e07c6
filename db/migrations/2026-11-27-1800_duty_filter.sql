-- Duties that count particular facts only, and duties that ask bodies of some levels only.

-- A condition over the fields of the facts a duty is bound to (kernel/filter.ts); null counts them all.
alter table duty add column fact_filter text;
-- Levels of institution it asks; null asks every level of the kinds it names.
alter table duty add column levels text[];
-- The level an institution had when the plan was launched, as its kind is kept; plans launched before hold no levels to compare.
alter table plan_participant add column level text;

-- The same arguments as before, so that a server of the release before goes on working beside this one.
create or replace function open_obligations(given_institution uuid, given_region text, given_kind text, given_plan uuid, given_duty uuid default null)
returns int language plpgsql as $$
declare
  made int;
  given_level text;
begin
  select level into given_level from plan_participant where institution_id = given_institution and plan_id = given_plan;
  insert into obligation (institution_id, period_id, plan_id, due_at, region_code, verdict)
    select given_institution, p.id, p.plan_id, p.due_at, given_region, 'due'
    from duty_period p join duty d on d.plan_id = p.plan_id and d.id = p.duty_id
    where p.plan_id = given_plan and (given_duty is null or d.id = given_duty)
      and (given_kind = any (d.kinds) or (d.kinds is null and (given_kind <> 'commission' or d.institution_ids is not null)))
      and (d.levels is null or given_level = any (d.levels))
      and (d.institution_ids is null or given_institution = any (d.institution_ids))
    order by p.id
  on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end $$;
