-- What is made of prescription and fee lines: closed double-ten tables, months of departments, purchases against the platform's list,
-- rights to prescribe antibiotics, questions by prescriber with their purpose, drug use that was published.

-- Sums of a month and department: what the league of ratios adds up. Made anew together with the days they are of.
create table charge_department_month (
  institution_id uuid not null,
  month date not null,
  department_id uuid not null,
  region_code text not null,
  medical_cents bigint not null,
  drug_cents bigint not null,
  herbal_cents bigint not null,
  negotiated_cents bigint not null,
  central_cents bigint not null,
  both_cents bigint not null,
  material_cents bigint not null,
  exam_cents bigint not null,
  lab_cents bigint not null,
  outpatient_cents bigint not null,
  inpatient_cents bigint not null,
  visits int not null,
  discharges int not null,
  prescriptions int not null,
  primary key (institution_id, month, department_id)
);
call declare_table('charge_department_month', 'owned', 'owned');

-- A closed table is never written again; what lines changed later is a version beside it.
create table rank_table (
  institution_id uuid not null,
  month date not null,
  subject text not null check (subject in ('drug', 'prescriber', 'department')),
  version int not null,
  region_code text not null,
  -- The state of the month's lines it was made of (charge_month.version).
  charge_version int not null,
  content jsonb not null,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, month, subject, version)
);
call declare_table('rank_table', 'owned', 'owned', 'select, insert');

-- What a house made public of a closed month: its drug use, its ranking of departments by ratio.
create table figure_published (
  institution_id uuid not null,
  item text not null check (item in ('drug-use', 'ratio-ranking')),
  month date not null,
  version int not null,
  region_code text not null,
  content jsonb not null,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, item, month, version)
);
create index figure_published_newest on figure_published (institution_id, item, made_at desc);
call declare_table('figure_published', 'owned', 'owned', 'select, insert');

-- A drug whose use grew too fast in a closed month, and what was done about it.
create table drug_use_alarm (
  institution_id uuid not null,
  month date not null,
  item_code text not null,
  region_code text not null,
  item_name text not null,
  volume numeric not null,
  usual numeric not null,
  growth numeric not null,
  amount_cents bigint not null,
  is_new boolean not null,
  found_at timestamptz not null,
  handled_name text,
  handled_at timestamptz,
  handling text not null default '',
  primary key (institution_id, month, item_code)
);
call declare_table('drug_use_alarm', 'owned', 'owned', 'select, insert, update');

-- Every question by prescriber: who, what for, what was asked and answered, and whether it may leave the system.
create table prescriber_query (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamptz not null,
  purpose text not null,
  question jsonb not null,
  content jsonb not null,
  state text not null check (state in ('asked', 'requested', 'approved', 'refused')),
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  primary key (institution_id, id),
  -- A second person, whatever the program does.
  check (decided_by is null or decided_by <> asked_by)
);
create index prescriber_query_newest on prescriber_query (institution_id, asked_at desc, id desc);
call declare_table('prescriber_query', 'owned', 'owned', 'select, insert, update');

create table antibiotic_right (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  staff_id uuid not null,
  grade text not null check (grade in ('none', 'unrestricted', 'restricted', 'special')),
  from_on date not null,
  to_on date,
  note text not null,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, staff_id) references staff (institution_id, id),
  check (to_on is null or to_on >= from_on)
);
create index antibiotic_right_of on antibiotic_right (institution_id, staff_id, from_on desc);
call declare_table('antibiotic_right', 'owned', 'owned', 'select, insert');

-- The procurement platform's list as a commission imported it: read by every institution, written by the commission of the region.
create table platform_item (
  institution_id uuid not null,
  list_id uuid not null,
  n int not null,
  region_code text not null,
  code text not null,
  generic text not null,
  form text not null,
  spec text not null,
  maker text not null,
  winning boolean not null,
  price_cents bigint not null,
  from_on date not null,
  to_on date,
  primary key (institution_id, list_id, n)
);
call declare_table('platform_item', 'owned', 'issued', 'select, insert');

create table platform_list (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  sha256 text not null,
  items int not null,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  constraint platform_list_once unique (institution_id, sha256)
);
call declare_table('platform_list', 'owned', 'issued', 'select, insert');

create table purchase_file (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  sha256 text not null,
  list_id uuid not null,
  lines int not null,
  rejects jsonb not null,
  -- The finding in the ledger, where there was something to find.
  matter_id uuid,
  matter_number text,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  constraint purchase_file_once unique (institution_id, sha256)
);
call declare_table('purchase_file', 'owned', 'owned', 'select, insert, update');

create table purchase_line (
  institution_id uuid not null,
  file_id uuid not null,
  line_no int not null,
  region_code text not null,
  on_date date not null,
  code text not null,
  generic text not null,
  form text not null,
  spec text not null,
  maker text not null,
  supplier text not null,
  order_number text not null,
  quantity numeric not null,
  amount_cents bigint not null,
  verdict text not null check (verdict in ('ordered', 'off-platform', 'off-bid', 'over-price', 'to-check')),
  winning boolean not null,
  over_cents bigint not null,
  primary key (institution_id, file_id, line_no),
  foreign key (institution_id, file_id) references purchase_file (institution_id, id)
);
create index purchase_by_day on purchase_line (institution_id, on_date, file_id, line_no);
call declare_table('purchase_line', 'owned', 'owned', 'select, insert, update');

-- Which state of a month's lines lies in the files that free questions read.
create table charge_export (
  institution_id uuid not null,
  month date not null,
  region_code text not null,
  version int not null,
  lines int not null,
  made_at timestamptz not null,
  primary key (institution_id, month)
);
call declare_table('charge_export', 'owned', 'owned');
