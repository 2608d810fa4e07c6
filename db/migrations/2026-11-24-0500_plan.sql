-- A running plan: the issued text (read by everyone), the obligations of each institution, their proof, and the board.

create table plan (
  id uuid primary key,
  institution_id uuid not null,
  region_code text not null,
  draft_id uuid,
  title text not null,
  number text,
  issuer text,
  issued_on date,
  starts_on date not null,
  ends_on date not null,
  -- How many institutions take part: counted once, for those who see only themselves.
  institutions int not null,
  -- Days after which an overdue obligation counts as unmet; null waits for the end of the phase or the plan.
  grace_days int check (grace_days between 0 and 366),
  state text not null check (state in ('launching', 'stopped', 'running', 'closed')),
  launched_at timestamptz not null,
  launched_by uuid not null,
  launched_name text not null,
  -- The launch's own sign of life: a launch that was killed is picked up again by it.
  progress_at timestamptz not null,
  ready_at timestamptz,
  closed_at timestamptz,
  closed_name text,
  close_reason text,
  check (ends_on >= starts_on)
);
create index plan_by_body on plan (institution_id, id);
call declare_table('plan', 'reference', 'issued', 'select, insert, update');

create table phase (
  plan_id uuid not null references plan (id),
  id uuid not null,
  region_code text not null,
  ordinal int not null,
  name text not null,
  starts_on date,
  ends_on date,
  printed text not null,
  clause_id uuid,
  closed_at timestamptz,
  closed_name text,
  reopened_at timestamptz,
  reopened_name text,
  reopened_reason text,
  primary key (plan_id, id)
);
call declare_table('phase', 'reference', 'issued', 'select, insert, update');

create table clause (
  plan_id uuid not null references plan (id),
  id uuid not null,
  region_code text not null,
  parent_id uuid,
  ordinal int not null,
  path text not null,
  printed text not null,
  title text not null,
  text text not null,
  level int not null,
  primary key (plan_id, id),
  unique (plan_id, ordinal)
);
call declare_table('clause', 'reference', 'issued', 'select, insert, update');

create table duty (
  plan_id uuid not null,
  id uuid not null,
  region_code text not null,
  clause_id uuid not null,
  ordinal int not null,
  kind text not null check (kind in ('task', 'record', 'measure', 'report', 'publish', 'service', 'settle')),
  text text not null,
  subject text not null,
  due jsonb,
  cadence jsonb,
  target jsonb,
  products jsonb not null,
  receiver text,
  responsible jsonb,
  role text not null,
  kinds text[],
  institution_ids uuid[],
  fresh_days int,
  fact_key text,
  source text not null check (source in ('document', 'consult')),
  source_id uuid,
  primary key (plan_id, id),
  foreign key (plan_id, clause_id) references clause (plan_id, id)
);
call declare_table('duty', 'reference', 'issued', 'select, insert, update');

-- One period of one duty, shared by all institutions: its dates, and the printed reason for them, live here once.
create table duty_period (
  plan_id uuid not null,
  id uuid not null,
  region_code text not null,
  duty_id uuid not null,
  clause_no int not null,
  phase_id uuid,
  from_on date not null,
  to_on date not null,
  opens_on date not null,
  due_on date not null,
  due_at timestamptz not null,
  -- Monday of the week in which it is due: the column of the board.
  bucket_on date not null,
  basis text not null check (basis in ('date', 'cadence', 'relative', 'phase_end', 'plan_end')),
  deadline jsonb,
  primary key (plan_id, id),
  unique (plan_id, duty_id, due_on, from_on),
  foreign key (plan_id, duty_id) references duty (plan_id, id)
);
create index duty_period_by_week on duty_period (plan_id, bucket_on);
call declare_table('duty_period', 'reference', 'issued', 'select, insert, update');

create table plan_participant (
  institution_id uuid not null,
  plan_id uuid not null,
  region_code text not null,
  kind text not null,
  ready_at timestamptz,
  obligations int not null default 0,
  primary key (institution_id, plan_id)
);
create index plan_participant_by_plan on plan_participant (plan_id, institution_id);
call declare_table('plan_participant', 'owned', 'owned', 'select, insert, update');

-- One institution in one period; the pair is its identity, so a second one cannot exist. Slim on purpose: a plan has
-- millions of them. `verdict` is the state the facts gave; what time alone changes follows by rule (PL-3) from due_at,
-- and from flips_at and flips_to where a kind has another hour of change.
create table obligation (
  institution_id uuid not null,
  period_id uuid not null,
  plan_id uuid not null,
  due_at timestamptz not null,
  region_code text not null,
  verdict text not null check (verdict in ('due', 'met', 'overdue', 'unmet', 'waived')),
  flips_at timestamptz,
  flips_to text,
  claimed_at timestamptz,
  verified_at timestamptz,
  extended_from timestamptz,
  extension_reason text,
  why jsonb,
  primary key (institution_id, period_id)
);
-- What is due from an institution, earliest first.
create index obligation_open on obligation (institution_id, due_at, period_id) where verdict in ('due', 'overdue') or flips_at is not null;
call declare_table('obligation', 'owned', 'owned', 'select, insert, update');

-- Creates the obligations of one institution; a second run finds them there. One function per institution with plain
-- arguments is the form that also works on shards (ADR 0003). Without SECURITY DEFINER: row security holds inside.
create function open_obligations(given_institution uuid, given_region text, given_kind text, given_plan uuid, given_duty uuid default null)
returns int language plpgsql as $$
declare
  made int;
begin
  insert into obligation (institution_id, period_id, plan_id, due_at, region_code, verdict)
    select given_institution, p.id, p.plan_id, p.due_at, given_region, 'due'
    from duty_period p join duty d on d.plan_id = p.plan_id and d.id = p.duty_id
    where p.plan_id = given_plan and (given_duty is null or d.id = given_duty)
      and (d.kinds is null or given_kind = any (d.kinds))
      and (d.institution_ids is null or given_institution = any (d.institution_ids))
    order by p.id
  on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end $$;
revoke all on function open_obligations(uuid, text, text, uuid, uuid) from public;
do $$ begin execute format('grant execute on function open_obligations(uuid, text, text, uuid, uuid) to %I', current_setting('huiyin.app_role')); end $$;

create table evidence (
  institution_id uuid not null,
  period_id uuid not null,
  revision int not null,
  plan_id uuid not null,
  region_code text not null,
  state text not null check (state in ('submitted', 'accepted', 'returned', 'withdrawn')),
  note text not null,
  link text,
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  submitted_name text not null,
  decided_at timestamptz,
  decided_by uuid,
  decided_name text,
  remark text not null default '',
  primary key (institution_id, period_id, revision),
  foreign key (institution_id, period_id) references obligation (institution_id, period_id)
);
create unique index evidence_one_waiting on evidence (institution_id, period_id) where state = 'submitted';
create index evidence_waiting on evidence (submitted_at, period_id, institution_id) where state = 'submitted';
call declare_table('evidence', 'owned', 'owned', 'select, insert, update');

create table evidence_file (
  institution_id uuid not null,
  period_id uuid not null,
  revision int not null,
  file_id uuid not null,
  region_code text not null,
  sha256 text not null,
  name text not null,
  size bigint not null,
  media_type text not null,
  primary key (institution_id, period_id, revision, file_id),
  foreign key (institution_id, period_id, revision) references evidence (institution_id, period_id, revision),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
create index evidence_file_by_content on evidence_file (sha256);
call declare_table('evidence_file', 'owned', 'owned', 'select, insert');

create table obligation_override (
  institution_id uuid not null,
  period_id uuid not null,
  id uuid not null,
  region_code text not null,
  verdict text not null check (verdict in ('met', 'unmet', 'waived')),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid not null,
  set_name text not null,
  revoked_at timestamptz,
  revoked_by uuid,
  revoked_name text,
  revoked_reason text,
  primary key (institution_id, period_id, id),
  foreign key (institution_id, period_id) references obligation (institution_id, period_id)
);
create unique index obligation_override_one on obligation_override (institution_id, period_id) where revoked_at is null;
call declare_table('obligation_override', 'owned', 'owned', 'select, insert, update');

-- What a board shows of one institution in one week (or 'all'): counts per clause, and the changes that time alone will
-- bring until stale_at, so that a read is exact without touching an obligation.
create table board_row (
  institution_id uuid not null,
  plan_id uuid not null,
  bucket text not null,
  region_code text not null,
  cells json not null,
  flips json not null,
  flips_at timestamptz,
  stale_at timestamptz,
  computed_at timestamptz not null,
  primary key (institution_id, plan_id, bucket)
);
create index board_row_by_plan on board_row (plan_id, bucket);
create index board_row_stale on board_row (stale_at) where stale_at is not null;
call declare_table('board_row', 'owned', 'owned', 'select, insert, update');
