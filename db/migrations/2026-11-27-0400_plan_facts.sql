-- Verdicts from facts: dates moved to working days, the commission's own duties, claims beside verdicts and samples of them, the league, the appraisal.

-- A draft or plan made from a template knows which one, so that a template edited later changes nothing in it.
alter table draft
  add column template_id text,
  add column template_version int,
  add column template_sha256 text,
  add constraint draft_template_whole check (num_nonnulls(template_id, template_version, template_sha256) in (0, 3));
alter table plan
  add column template_id text,
  add column template_version int,
  add column template_sha256 text,
  add constraint plan_template_whole check (num_nonnulls(template_id, template_version, template_sha256) in (0, 3));

-- The day the document names, where a due date on a day off moves to the next working day; null where none moves.
alter table duty_period add column nominal_on date;
-- Set when the facts were asked at the first day and after the due time of the period; a measure of nothing has no fact that would ask.
alter table duty_period
  add column begun_at timestamptz,
  add column judged_at timestamptz;
create index duty_period_to_begin on duty_period (from_on) where begun_at is null;
create index duty_period_to_judge on duty_period (due_at) where judged_at is null;

-- The commission takes part with its own duties only: those that name its kind, or itself.
create or replace function open_obligations(given_institution uuid, given_region text, given_kind text, given_plan uuid, given_duty uuid default null)
returns int language plpgsql as $$
declare
  made int;
begin
  insert into obligation (institution_id, period_id, plan_id, due_at, region_code, verdict)
    select given_institution, p.id, p.plan_id, p.due_at, given_region, 'due'
    from duty_period p join duty d on d.plan_id = p.plan_id and d.id = p.duty_id
    where p.plan_id = given_plan and (given_duty is null or d.id = given_duty)
      and (given_kind = any (d.kinds) or (d.kinds is null and (given_kind <> 'commission' or d.institution_ids is not null)))
      and (d.institution_ids is null or given_institution = any (d.institution_ids))
    order by p.id
  on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end $$;

-- What an institution itself says of an obligation; the last revision stands, the others are its history. The standing
-- claim lies on the obligation as well, so that claims are compared with verdicts without a search.
alter table obligation add column claim text check (claim in ('met', 'partly', 'unmet'));
create index obligation_claimed on obligation (plan_id, institution_id, period_id) where claim is not null;

create table obligation_claim (
  institution_id uuid not null,
  period_id uuid not null,
  revision int not null,
  plan_id uuid not null,
  region_code text not null,
  claim text not null check (claim in ('met', 'partly', 'unmet')),
  note text not null,
  made_at timestamptz not null,
  made_by uuid not null,
  made_name text not null,
  primary key (institution_id, period_id, revision),
  foreign key (institution_id, period_id) references obligation (institution_id, period_id)
);
call declare_table('obligation_claim', 'owned', 'owned', 'select, insert');

-- One draw of the commission. The whole population is kept, one obligation a line, so that anybody can draw again.
create table sample_draw (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  plan_id uuid not null,
  population text not null check (population in ('differences', 'evidence_met')),
  -- Only what was due within these days; null leaves it open.
  due_from date,
  due_to date,
  seed text not null,
  seed_given boolean not null,
  algorithm text not null,
  lines text not null,
  lines_sha256 text not null,
  population_size int not null,
  size int not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  drawn_name text not null,
  primary key (institution_id, id)
);
create index sample_draw_by_plan on sample_draw (institution_id, plan_id, id);
call declare_table('sample_draw', 'owned', 'owned', 'select, insert');

-- One obligation that was drawn, in the hands of the institution it concerns: what stood then, and what a look at it found.
create table sample_check (
  institution_id uuid not null,
  draw_id uuid not null,
  period_id uuid not null,
  region_code text not null,
  plan_id uuid not null,
  ordinal int not null,
  seed text not null,
  lines_sha256 text not null,
  verdict_then text not null,
  claim_then text,
  drawn_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'not_confirmed')),
  remark text not null default '',
  checked_at timestamptz,
  checked_by uuid,
  checked_name text,
  primary key (institution_id, draw_id, period_id),
  foreign key (institution_id, period_id) references obligation (institution_id, period_id),
  check ((outcome is null) = (checked_at is null))
);
create index sample_check_by_obligation on sample_check (institution_id, period_id);
create index sample_check_by_plan on sample_check (plan_id, drawn_at);
call declare_table('sample_check', 'owned', 'owned', 'select, insert, update');

-- A league as it was made public: the figures of that moment, until it is withdrawn or replaced.
create table league_publication (
  plan_id uuid not null references plan (id),
  id uuid not null,
  region_code text not null,
  period text not null,
  figures jsonb not null,
  reason text not null,
  published_at timestamptz not null,
  published_by uuid not null,
  published_name text not null,
  withdrawn_at timestamptz,
  withdrawn_name text,
  withdrawn_reason text,
  primary key (plan_id, id)
);
create unique index league_publication_one on league_publication (plan_id, period) where withdrawn_at is null;
call declare_table('league_publication', 'reference', 'issued', 'select, insert, update');

-- What counts how much on an appraisal sheet, with its reason; the newest of the nearest commission counts.
create table appraisal_weights (
  id uuid primary key,
  region_code text not null,
  region_prefix text not null,
  weights jsonb not null,
  reason text not null,
  set_at timestamptz not null,
  set_by uuid not null,
  set_name text not null
);
create index appraisal_weights_by_region on appraisal_weights (region_prefix, id);
call declare_table('appraisal_weights', 'reference', 'issued', 'select, insert');
