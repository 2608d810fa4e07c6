-- Registers: definitions as they were read from the catalogue, entries with their earlier versions and files, monthly counters, what citizens see, spreadsheets on their way in.

-- One row for each text a definition ever had; entries keep the version they were entered against.
create table register_definition (
  key text not null,
  version int not null,
  definition jsonb not null,
  sha256 text not null,
  since timestamptz not null,
  primary key (key, version),
  unique (key, sha256)
);
call declare_table('register_definition', 'reference', 'open', 'select, insert');

create table register_entry (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  register_key text not null,
  version int not null,
  on_date date not null,
  department_id uuid,
  state text not null check (state in ('entered', 'confirmed', 'withdrawn')),
  revision int not null,
  content jsonb not null,
  -- The people that fields name; personal fields are no part of it.
  staff_ids uuid[] not null default '{}',
  title text not null,
  -- JSON of the personal fields, sealed, and which of them hold a value.
  personal bytea,
  personal_keys text[] not null default '{}',
  files int not null default 0,
  entered_by uuid not null,
  entered_name text not null,
  entered_at timestamptz not null,
  confirmed_by uuid,
  confirmed_name text,
  confirmed_at timestamptz,
  changed_by uuid not null,
  changed_name text not null,
  changed_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  -- Since when it counts for duties, measures and reports; null while it does not.
  counted_at timestamptz,
  import_id uuid,
  primary key (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id),
  check ((state = 'confirmed') <= (confirmed_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check (state <> 'withdrawn' or counted_at is null)
);
-- The list of one body's register, newest first; the same over a region.
create index register_entry_by_day on register_entry (institution_id, register_key, on_date desc, id desc);
create index register_entry_over_region on register_entry (register_key, on_date desc, id desc);
-- What counts, without visiting the rows: row security reads region_code, so it is carried along.
create index register_entry_counting on register_entry (institution_id, register_key, on_date, id) include (department_id, counted_at, region_code) where counted_at is not null;
create index register_entry_waiting on register_entry (institution_id, register_key, on_date desc, id desc) where state = 'entered' and counted_at is null;
call declare_table('register_entry', 'owned', 'owned', 'select, insert, update');

-- What an entry said before it was changed: whole, with the author of that version and who replaced it why.
create table register_entry_version (
  institution_id uuid not null,
  entry_id uuid not null,
  revision int not null,
  region_code text not null,
  on_date date not null,
  department_id uuid,
  state text not null,
  content jsonb not null,
  title text not null,
  personal bytea,
  personal_keys text[] not null default '{}',
  file_ids uuid[] not null default '{}',
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  replaced_by uuid not null,
  replaced_name text not null,
  replaced_at timestamptz not null,
  reason text not null,
  primary key (institution_id, entry_id, revision),
  foreign key (institution_id, entry_id) references register_entry (institution_id, id)
);
call declare_table('register_entry_version', 'owned', 'owned', 'select, insert');

-- Files of an entry; field '' is evidence of the entry as a whole. A removed one stays with the versions that showed it.
create table register_entry_file (
  institution_id uuid not null,
  entry_id uuid not null,
  file_id uuid not null,
  region_code text not null,
  field text not null default '',
  -- Revision × 100 + place in the request: files are shown in the order they came.
  place int not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  added_name text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (institution_id, entry_id, file_id),
  foreign key (institution_id, entry_id) references register_entry (institution_id, id),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
call declare_table('register_entry_file', 'owned', 'owned', 'select, insert, update');

-- Counting entries per month and department; figure '' is their number, any other the sum of that field.
-- department_id is all zeros where an entry names none, because a key holds no null.
create table register_count (
  institution_id uuid not null,
  register_key text not null,
  month date not null,
  department_id uuid not null,
  figure text not null,
  region_code text not null,
  value numeric not null,
  primary key (institution_id, register_key, month, department_id, figure)
);
call declare_table('register_count', 'owned', 'owned', 'select, insert, update');

-- What citizens see of a counting entry: the open fields alone, in words, written with the entry.
create table register_open_item (
  institution_id uuid not null,
  entry_id uuid not null,
  region_code text not null,
  register_key text not null,
  on_date date not null,
  content jsonb not null,
  file_ids uuid[] not null default '{}',
  listed boolean not null,
  primary key (institution_id, entry_id),
  foreign key (institution_id, entry_id) references register_entry (institution_id, id)
);
create index register_open_item_by_day on register_open_item (register_key, on_date desc, entry_id desc) where listed;
create index register_open_item_of_body on register_open_item (institution_id, register_key, on_date desc, entry_id desc) where listed;
call declare_table('register_open_item', 'owned', 'owned');
create policy read_listed on register_open_item for select using (listed);

-- A spreadsheet on its way in. Rows and faults are packed and sealed; the rows go when the import is taken or thrown away.
create table register_import (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  register_key text not null,
  version int not null,
  file_name text not null,
  sha256 text not null,
  state text not null check (state in ('preview', 'taken', 'discarded')),
  counts jsonb not null,
  reading jsonb not null,
  rows_sealed bytea,
  faults_sealed bytea not null,
  taken int,
  created_by uuid not null,
  created_name text not null,
  created_at timestamptz not null,
  taken_at timestamptz,
  primary key (institution_id, id)
);
create index register_import_by_time on register_import (institution_id, register_key, created_at desc, id desc);
call declare_table('register_import', 'owned', 'owned', 'select, insert, update');
