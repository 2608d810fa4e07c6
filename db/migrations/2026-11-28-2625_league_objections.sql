-- What comes after publishing: a corrected issue beside the one it replaces, withdrawal, and objections of those ranked.

alter table league add column issue int not null default 1;
alter table league add column superseded_by uuid;
-- The last day on which those ranked may object.
alter table league add column objections_until date;
alter table league add column withdrawn_at timestamptz;
alter table league add column withdrawn_by uuid;
alter table league add column withdrawn_name text;
alter table league add column withdrawn_reason text;
alter table league drop constraint league_state_check;
alter table league add constraint league_state_check check (state in ('draft', 'published', 'superseded', 'withdrawn'));
alter table league drop constraint league_check;
alter table league add constraint league_published check ((state = 'draft') = (published_at is null));
alter table league add constraint league_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null));
alter table league drop constraint league_institution_id_key_from_on_key;
alter table league add constraint league_issue unique (institution_id, key, from_on, issue);

alter table league_open add column issue int not null default 1;
alter table league_open add column state text not null default 'published' check (state in ('published', 'superseded', 'withdrawn'));
alter table league_open add column superseded_by uuid;
alter table league_open add column objections_until date;
alter table league_open add column withdrawn_at timestamptz;
alter table league_open add column withdrawn_name text;
alter table league_open add column withdrawn_reason text;

-- An objection is its author's row; the commission of the region answers it.
create table league_objection (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  league_id uuid not null,
  commission_id uuid not null,
  -- Counts every change, so that a stale page is noticed.
  revision int not null,
  reason text not null,
  evidence text not null,
  filed_by uuid not null,
  filed_name text not null,
  filed_at timestamptz not null,
  -- The answer as it is drafted; it is one once it is decided.
  upheld boolean,
  answer text,
  -- What is corrected and why, for everybody; of an upheld one only.
  correction text,
  drafted_by uuid,
  drafted_name text,
  drafted_at timestamptz,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  primary key (institution_id, id),
  check ((upheld is null) = (drafted_at is null)),
  check (decided_at is null or (upheld is not null and answer is not null)),
  check ((correction is not null) = (upheld is true))
);
create index league_objection_by_league on league_objection (institution_id, league_id, filed_at);
call declare_table('league_objection', 'owned', 'owned', 'select, insert, update');
