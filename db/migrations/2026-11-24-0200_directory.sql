-- Who there is: regions, bodies (commissions and institutions), departments, staff with dated posts.

create table region (
  code text primary key check (code ~ '^[0-9]{6}$'),
  name text not null,
  parent_code text references region (code),
  level text not null check (level in ('province', 'city', 'county'))
);
call declare_table('region', 'reference', 'open');

-- A commission is a body of kind 'commission': it owns rows (drafts, files, chains) like everyone else.
create table institution (
  id uuid primary key,
  region_code text not null references region (code),
  -- Set for commissions only: the prefix of the codes it supervises.
  region_prefix text check (region_prefix ~ '^[0-9]{2,6}$'),
  name text not null,
  short_name text not null,
  pinyin text not null default '',
  kind text not null check (kind in ('commission', 'general', 'traditional', 'maternal_child', 'specialist', 'township', 'community', 'clinic', 'other')),
  level text not null check (level in ('none', 'primary', 'two', 'three')),
  ownership text not null check (ownership in ('public', 'private')),
  beds int not null default 0 check (beds >= 0),
  credit_code text not null unique,
  address text not null default '',
  phone text not null default '',
  active boolean not null default true,
  revision int not null default 1,
  created_at timestamptz not null,
  check ((kind = 'commission') = (region_prefix is not null))
);
create index institution_by_region on institution (region_code);
call declare_table('institution', 'reference', 'issued', 'select, insert, update');

create table department (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  subject_code text,
  kind text not null check (kind in ('clinical', 'technical', 'pharmacy', 'nursing', 'office')),
  closed_on date,
  revision int not null default 1,
  primary key (institution_id, id),
  unique (institution_id, name)
);
call declare_table('department', 'owned', 'owned');

create table staff (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  pinyin text not null default '',
  employee_number text not null,
  title text not null default '',
  phone bytea,
  phone_index text,
  id_number bytea,
  id_number_index text,
  joined_on date not null,
  left_on date,
  revision int not null default 1,
  primary key (institution_id, id),
  unique (institution_id, employee_number)
);
create index staff_by_name on staff (institution_id, name, id);
create index staff_by_id_number on staff (institution_id, id_number_index);
call declare_table('staff', 'owned', 'owned');

create table post (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  role text not null,
  title text not null,
  department_id uuid,
  abolished_on date,
  primary key (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
create index post_by_role on post (institution_id, role);
call declare_table('post', 'owned', 'owned');

-- Who holds a post from which day to which day (both inclusive); never two at once.
create table post_holding (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  post_id uuid not null,
  staff_id uuid not null,
  from_on date not null,
  to_on date,
  primary key (institution_id, id),
  foreign key (institution_id, post_id) references post (institution_id, id),
  foreign key (institution_id, staff_id) references staff (institution_id, id),
  constraint post_holding_no_overlap exclude using gist
    (institution_id with =, post_id with =, daterange(from_on, to_on, '[]') with &&),
  check (to_on is null or to_on >= from_on)
);
create index post_holding_by_staff on post_holding (institution_id, staff_id);
call declare_table('post_holding', 'owned', 'owned');

-- A spreadsheet on its way in: what was read and what it would do. The rows hold personal values, so they are kept
-- sealed, and only until the import is taken or thrown away; the faults (with personal values masked) stay.
create table import_run (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null check (kind in ('institutions', 'departments', 'staff')),
  file_name text not null,
  sha256 text not null,
  state text not null check (state in ('preview', 'committed', 'discarded')),
  counts jsonb not null,
  reading jsonb not null,
  rows_sealed bytea,
  created_by uuid not null,
  created_name text not null,
  created_at timestamptz not null,
  committed_at timestamptz,
  primary key (institution_id, id)
);
create index import_run_by_time on import_run (institution_id, created_at desc, id);
call declare_table('import_run', 'owned', 'owned', 'select, insert, update');
