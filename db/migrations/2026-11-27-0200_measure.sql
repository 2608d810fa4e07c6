-- Measures: their versions, and the counters that are kept with the facts, so that any value is a sum over few rows.

-- Every version of a definition this installation has seen; the newest by key is that of the file.
create table measure_definition (
  key text not null,
  version int not null,
  sha256 text not null,
  definition jsonb not null,
  -- From this day on a period is computed by this version.
  valid_from date not null,
  since timestamptz not null,
  -- When its counters were derived for every institution; until then they are being counted.
  ready_at timestamptz,
  -- The file is gone: it is neither shown nor counted.
  retired_at timestamptz,
  primary key (key, version)
);
call declare_table('measure_definition', 'reference', 'open', 'select, insert, update');

-- One row per institution. Whoever counts locks it first, so that counting and deriving anew never cross.
create table measure_turn (
  institution_id uuid primary key,
  region_code text not null,
  counted_at timestamptz not null
);
call declare_table('measure_turn', 'owned', 'owned', 'select, insert, update');

-- Versions whose counters have been derived for an institution: where an interrupted derivation goes on.
create table measure_progress (
  institution_id uuid not null,
  measure_key text not null,
  version int not null,
  region_code text not null,
  facts int not null,
  counted_at timestamptz not null,
  primary key (institution_id, measure_key, version)
);
call declare_table('measure_progress', 'owned', 'owned');

-- Sums of a day and department (zero for none), exact to the millionth, so that any order of changes gives the same.
create table measure_counter (
  institution_id uuid not null,
  measure_key text not null,
  version int not null,
  on_date date not null,
  department_id uuid not null,
  region_code text not null,
  numerator numeric(38, 6) not null,
  denominator numeric(38, 6) not null,
  facts int not null,
  counted_at timestamptz not null,
  primary key (institution_id, measure_key, version, on_date, department_id)
);
call declare_table('measure_counter', 'owned', 'owned');

-- What a day brought to one unit (a person, a department): coverage counts facts, accumulation sums amounts.
create table measure_unit (
  institution_id uuid not null,
  measure_key text not null,
  version int not null,
  on_date date not null,
  unit_id uuid not null,
  region_code text not null,
  facts int not null,
  amount numeric(38, 6) not null,
  counted_at timestamptz not null,
  primary key (institution_id, measure_key, version, on_date, unit_id)
);
call declare_table('measure_unit', 'owned', 'owned');

-- What each fact said of a state; the newest by day and id is the state.
create table measure_state (
  institution_id uuid not null,
  measure_key text not null,
  version int not null,
  on_date date not null,
  fact_id text not null,
  region_code text not null,
  value numeric(38, 6) not null,
  out_of numeric(38, 6),
  counted_at timestamptz not null,
  primary key (institution_id, measure_key, version, on_date, fact_id)
);
call declare_table('measure_state', 'owned', 'owned');

-- Who is away from when to when, as facts of a kind say it; an open end is null.
create table measure_leave (
  institution_id uuid not null,
  kind text not null,
  fact_id text not null,
  staff_id uuid not null,
  region_code text not null,
  from_on date not null,
  to_on date,
  primary key (institution_id, kind, fact_id, staff_id)
);
call declare_table('measure_leave', 'owned', 'owned');

-- How the institutions of one kind and level in one county lie, without names: what an institution may see of its peers.
create table measure_spread (
  region_code text not null,
  kind text not null,
  level text not null,
  measure_key text not null,
  version int not null,
  from_on date not null,
  n int not null,
  least numeric not null,
  lower_quarter numeric not null,
  middle numeric not null,
  upper_quarter numeric not null,
  most numeric not null,
  at timestamptz not null,
  primary key (region_code, kind, level, measure_key, version, from_on)
);
call declare_table('measure_spread', 'reference', 'open');
