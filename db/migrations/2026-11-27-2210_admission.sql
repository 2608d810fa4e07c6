-- Admission: who waits for a bed, the wards and their beds, jumps of the line with their reason, and the codes by which patients look.

create table ward (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid not null,
  -- Specialties near enough to lie here when their own ward is full.
  near_departments uuid[] not null default '{}',
  name text not null,
  sex text not null check (sex in ('any', 'male', 'female')),
  isolation boolean not null default false,
  -- So many free beds are kept for emergencies.
  reserve int not null default 0 check (reserve between 0 and 20),
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint ward_name_once unique (institution_id, name),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
call declare_table('ward', 'owned', 'owned', 'select, insert, update');

create table bed (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  ward_id uuid not null,
  label text not null,
  room text not null default '',
  state text not null check (state in ('free', 'kept', 'taken', 'closed')),
  -- Whose it is while it is kept or taken.
  slip_id uuid,
  since timestamptz not null,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint bed_label_once unique (institution_id, ward_id, label),
  -- One slip, one bed: whatever goes wrong, nobody is given two and no bed to two.
  constraint bed_slip_once unique (institution_id, slip_id),
  foreign key (institution_id, ward_id) references ward (institution_id, id),
  check ((state in ('kept', 'taken')) = (slip_id is not null))
);
create index bed_of_ward on bed (institution_id, ward_id);
call declare_table('bed', 'owned', 'owned', 'select, insert, update');

create table admission_slip (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid not null,
  kind text not null check (kind in ('ward', 'surgery', 'treatment')),
  diagnosis text not null,
  -- 1 emergency, 2 urgent, 3 soon, 4 elective.
  urgency int not null check (urgency between 1 and 4),
  stay_days int not null check (stay_days between 1 and 365),
  infection boolean not null,
  sex text not null check (sex in ('male', 'female')),
  born_year int not null,
  -- Null where an emergency came before its papers.
  person_index text,
  sealed bytea not null,
  -- Keyed hash of code and last four digits of the phone; null where no phone is known.
  tail_index text,
  tests text not null check (tests in ('none', 'ordered', 'done')),
  -- An order of examinations, by its id only.
  exam_order_id uuid,
  note text not null default '',
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  -- Its time in the line: later than made_at where it went back.
  line_at timestamptz not null,
  state text not null check (state in ('waiting', 'offered', 'confirmed', 'admitted', 'discharged', 'withdrawn')),
  bed_id uuid,
  ward_id uuid,
  offered_at timestamptz,
  answer_by timestamptz,
  come_on date,
  missed int not null default 0,
  declined int not null default 0,
  admitted_at timestamptz,
  discharged_at timestamptz,
  end_reason text,
  changed_at timestamptz not null,
  revision int not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
create index admission_line on admission_slip (institution_id, department_id, urgency, line_at, id) where state = 'waiting';
create index admission_by_state on admission_slip (institution_id, state, changed_at desc, id desc);
create index admission_by_day on admission_slip (institution_id, made_at, id);
create index admission_to_answer on admission_slip (answer_by) where state = 'offered';
create index admission_to_come on admission_slip (come_on) where state = 'confirmed';
-- One person waits once in a department.
create unique index admission_person_once on admission_slip (institution_id, department_id, kind, person_index) where state in ('waiting', 'offered', 'confirmed') and person_index is not null;
call declare_table('admission_slip', 'owned', 'owned', 'select, insert, update');

-- Whoever was taken before others, why, and who decided it.
create table admission_jump (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  slip_id uuid not null,
  department_id uuid not null,
  -- How many stood before it, and what happened: it was given a bed, or its class was raised.
  passed int not null,
  what text not null check (what in ('bed', 'class')),
  reason text not null,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, slip_id) references admission_slip (institution_id, id)
);
create index admission_jump_newest on admission_jump (institution_id, made_at desc, id desc);
call declare_table('admission_jump', 'owned', 'owned', 'select, insert');

-- The code of a slip: found by it alone, whatever body it is of.
create table admission_receipt (
  code_index text primary key,
  institution_id uuid not null,
  region_code text not null,
  slip_id uuid not null,
  created_at timestamptz not null
);
call declare_table('admission_receipt', 'local', 'owned', 'select, insert');

create table admission_receipt_try (
  subject text not null,
  hour timestamptz not null,
  tries int not null,
  primary key (subject, hour)
);
call declare_table('admission_receipt_try', 'local', 'open');
