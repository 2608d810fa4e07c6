-- Examinations booked together: which clinic does which, orders of one person, and what of them is booked.

-- What a clinic of service 'exam' does, and where it is: the way between two counts when they are planned.
create table exam_clinic (
  institution_id uuid not null,
  clinic_id uuid not null,
  region_code text not null,
  -- Keys of catalog/exams.
  exams text[] not null,
  building text not null default '',
  floor int not null default 1 check (floor between -9 and 200),
  primary key (institution_id, clinic_id),
  foreign key (institution_id, clinic_id) references clinic (institution_id, id)
);
call declare_table('exam_clinic', 'owned', 'owned', 'select, insert, update');

-- What a doctor orders for one person.
create table exam_order (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid,
  -- A keyed index of the id number; name, phone and id number as sealed JSON.
  person_index text not null,
  sealed bytea not null,
  born_on date,
  -- The patient's own account, where there is one: the bookings then stand among its own.
  account_id uuid,
  exams text[] not null,
  note text not null default '',
  ordered_by uuid not null,
  ordered_name text not null,
  ordered_at timestamptz not null,
  ordered_on date not null,
  state text not null check (state in ('open', 'planned', 'done', 'cancelled')),
  -- What the patient asks for: dates, mornings, weekdays.
  wish jsonb not null,
  planned_at timestamptz,
  -- Days on which the patient comes, minutes between examinations, and the last day.
  trips int,
  waiting int,
  last_on date,
  end_reason text,
  changed_at timestamptz not null,
  revision int not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
create index exam_order_by_day on exam_order (institution_id, ordered_on desc, id desc);
create index exam_order_of_person on exam_order (institution_id, person_index, ordered_on desc);
call declare_table('exam_order', 'owned', 'owned', 'select, insert, update');

-- The booking of each examination; a changed one is a new row with the next number, and the old one is marked as gone.
create table exam_item (
  institution_id uuid not null,
  order_id uuid not null,
  exam text not null,
  seq int not null,
  region_code text not null,
  booking_id uuid not null,
  slot_id uuid not null,
  clinic_id uuid not null,
  department_id uuid not null,
  clinic_name text not null,
  room text not null default '',
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  gone_at timestamptz,
  primary key (institution_id, order_id, exam, seq),
  foreign key (institution_id, order_id) references exam_order (institution_id, id)
);
create unique index exam_item_current on exam_item (institution_id, order_id, exam) where gone_at is null;
create index exam_item_by_day on exam_item (institution_id, on_date) where gone_at is null;
call declare_table('exam_item', 'owned', 'owned', 'select, insert, update');
