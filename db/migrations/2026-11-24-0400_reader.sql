-- Documents that were read but not launched: what the machine understood, and what a person made of it.

-- `reading` never changes; `understanding` is what counts; `confirmed` says by item id who looked at it and when.
create table draft (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  title text not null,
  file_id uuid not null,
  file_name text not null,
  source_text text not null,
  reading jsonb not null,
  understanding jsonb not null,
  confirmed jsonb not null,
  state text not null check (state in ('draft', 'launched', 'discarded')),
  plan_id uuid,
  revision int not null default 1,
  previous_draft_id uuid,
  diff jsonb,
  created_at timestamptz not null,
  created_by uuid not null,
  created_name text not null,
  changed_at timestamptz not null,
  clause_count int not null,
  duty_count int not null,
  confirmed_count int not null,
  warning_count int not null,
  primary key (institution_id, id),
  foreign key (institution_id, file_id) references file (institution_id, id),
  check ((state = 'launched') = (plan_id is not null))
);
create index draft_by_time on draft (institution_id, id desc);
call declare_table('draft', 'owned', 'owned', 'select, insert, update');
