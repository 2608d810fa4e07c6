-- Leagues over measures and verdicts: the work on one, what was published, the figures that follow from them, and how other regions do.

-- One league of a body (a commission over its institutions, a house over its departments) for one period. What is published
-- is word for word what `content` was when its head saw it; later figures stand beside it in `corrections`.
create table league (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  key text not null,
  subject text not null check (subject in ('institutions', 'departments')),
  from_on date not null,
  to_on date not null,
  state text not null check (state in ('draft', 'published')),
  -- Counts every change, so that a stale page is noticed.
  revision int not null,
  -- By part, a hundred together; why, where they are not those of the catalogue.
  weights jsonb not null,
  weights_reason text,
  content text not null,
  sha256 text not null,
  drafted_at timestamptz not null,
  drafted_by uuid not null,
  drafted_name text not null,
  published_at timestamptz,
  published_on date,
  published_by uuid,
  published_name text,
  corrections jsonb not null default '[]',
  checked_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, key, from_on),
  check ((state = 'published') = (published_at is not null))
);
create index league_by_day on league (institution_id, published_on);
call declare_table('league', 'owned', 'owned', 'select, insert, update, delete');

-- Published leagues of institutions, for everybody.
create table league_open (
  league_id uuid primary key,
  institution_id uuid not null,
  region_code text not null,
  -- Whom the commission supervises.
  region_prefix text not null,
  key text not null,
  from_on date not null,
  to_on date not null,
  content text not null,
  sha256 text not null,
  published_at timestamptz not null,
  published_on date not null,
  published_name text not null,
  corrections jsonb not null default '[]',
  checked_at timestamptz
);
create index league_open_by_day on league_open (published_at desc, league_id);
create index league_open_by_body on league_open (institution_id, key, from_on);
call declare_table('league_open', 'reference', 'issued', 'select, insert, update');

-- Figures that are facts for measures: published scores, indicators by month, how far institutions lie apart.
create table appraisal_figure (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null check (kind in ('score', 'indicator', 'spread')),
  -- The league or the indicator.
  key text not null,
  on_date date not null,
  fields jsonb not null,
  title text not null,
  link text not null,
  primary key (institution_id, id),
  unique (institution_id, kind, key, on_date)
);
create index appraisal_figure_by_day on appraisal_figure (institution_id, kind, on_date, id);
call declare_table('appraisal_figure', 'owned', 'owned', 'select, insert, update, delete');

-- A value of another region for one of our measures, with its source, and our own at that time.
create table benchmark (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  measure_key text not null,
  -- How it is shown.
  unit text not null,
  decimals int not null,
  -- The region compared with, in words.
  place text not null,
  value numeric(16, 4) not null,
  source text not null,
  as_of date not null,
  own_value numeric(16, 4) not null,
  own_from date not null,
  own_to date not null,
  -- In percent of the other value; 0 where we are not behind.
  gap numeric(10, 1) not null check (gap >= 0),
  on_date date not null,
  entered_by uuid not null,
  entered_name text not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (institution_id, id)
);
create index benchmark_by_day on benchmark (institution_id, on_date, id);
call declare_table('benchmark', 'owned', 'owned', 'select, insert, update');
