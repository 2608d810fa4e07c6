-- Booking: clinics with their rules, the slots made of them, places per pool, bookings, who waits, who did not come.

-- Something that can be booked: a doctor's or a team's consultation, an examination device, a treatment, an expert at a primary studio.
create table clinic (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid not null,
  -- Null where a team or a device is booked.
  staff_id uuid,
  name text not null,
  service text not null check (service in ('visit', 'exam', 'treatment', 'studio')),
  room text not null default '',
  -- What is asked at the booking, in cents; 0 is free.
  fee_cents int not null default 0 check (fee_cents >= 0),
  brings text not null default '',
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint clinic_name_once unique (institution_id, department_id, name),
  foreign key (institution_id, department_id) references department (institution_id, id),
  foreign key (institution_id, staff_id) references staff (institution_id, id)
);
create index clinic_of_staff on clinic (institution_id, staff_id) where staff_id is not null;
call declare_table('clinic', 'owned', 'owned', 'select, insert, update');

-- A weekly pattern of a clinic. A change of it is a new row from a day on: slots that exist keep theirs.
create table clinic_rule (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  clinic_id uuid not null,
  -- 1 is Monday.
  weekdays int[] not null,
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 1 and 1440),
  slot_minutes int not null check (slot_minutes between 5 and 60),
  capacity int not null check (capacity between 1 and 200),
  -- Of each slot's capacity; what is left of it is public: {"onsite":1,"referral":1,"followup":0,"priority":1}.
  pools jsonb not null default '{}',
  on_holidays boolean not null default false,
  room text not null default '',
  weeks_ahead int not null check (weeks_ahead between 1 and 12),
  -- At which minute of the day a new day's places are released.
  release_minute int not null check (release_minute between 0 and 1439),
  release_mode text not null check (release_mode in ('queue', 'draw')),
  -- How long entries of a draw are taken.
  draw_minutes int not null default 30 check (draw_minutes between 5 and 1440),
  -- Places for primary care open so many days before the public ones.
  referral_days_earlier int not null default 0 check (referral_days_earlier between 0 and 14),
  -- So many hours before the slot what other pools have left becomes public.
  rollover_hours int not null default 24 check (rollover_hours between 0 and 336),
  valid_from date not null,
  valid_to date,
  revision int not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, clinic_id) references clinic (institution_id, id),
  check (to_minute > from_minute)
);
create index clinic_rule_of_clinic on clinic_rule (institution_id, clinic_id, valid_from);
call declare_table('clinic_rule', 'owned', 'owned', 'select, insert, update');

-- What differs on one day: stopped, an extra clinic, another room.
create table clinic_exception (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  clinic_id uuid not null,
  on_date date not null,
  kind text not null check (kind in ('stop', 'extra', 'room')),
  from_minute int not null,
  to_minute int not null,
  slot_minutes int,
  capacity int,
  pools jsonb not null default '{}',
  room text not null default '',
  reason text not null,
  -- Who stands in (the B of the A/B posts).
  substitute_clinic_id uuid,
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, clinic_id) references clinic (institution_id, id)
);
create index clinic_exception_by_day on clinic_exception (institution_id, clinic_id, on_date);
call declare_table('clinic_exception', 'owned', 'owned', 'select, insert');

-- One time at one clinic.
create table slot (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  clinic_id uuid not null,
  department_id uuid not null,
  staff_id uuid,
  service text not null,
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  room text not null default '',
  state text not null default 'open' check (state in ('open', 'stopped')),
  -- The draw that gives out its public places; null where first come is first served.
  release_id uuid,
  rolls_over_at timestamptz not null,
  rolled_over boolean not null default false,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint slot_once unique (institution_id, clinic_id, starts_at),
  foreign key (institution_id, clinic_id) references clinic (institution_id, id)
);
create index slot_by_day on slot (institution_id, on_date, department_id, starts_at);
create index slot_of_clinic on slot (institution_id, clinic_id, on_date, starts_at);
-- Soonest first: of a department, of a body, of everybody.
create index slot_of_department on slot (institution_id, department_id, starts_at, id);
create index slot_of_body on slot (institution_id, starts_at, id);
create index slot_soonest on slot (starts_at, id);
create index slot_to_roll on slot (rolls_over_at) where not rolled_over;
call declare_table('slot', 'owned', 'owned', 'select, insert, update');

-- The places of a slot in one pool. The check is what no mistake of ours gets past: nothing is ever sold twice.
create table slot_place (
  institution_id uuid not null,
  slot_id uuid not null,
  pool text not null check (pool in ('public', 'onsite', 'referral', 'followup', 'priority')),
  region_code text not null,
  capacity int not null check (capacity >= 0),
  taken int not null default 0,
  -- From when it may be booked.
  opens_at timestamptz not null,
  primary key (institution_id, slot_id, pool),
  foreign key (institution_id, slot_id) references slot (institution_id, id),
  constraint slot_place_never_oversold check (taken >= 0 and taken <= capacity)
) with (fillfactor = 70);
call declare_table('slot_place', 'owned', 'owned', 'select, insert, update');

-- The people somebody books for: themselves and, with consent, their family.
create table visitor (
  account_id uuid not null,
  id uuid not null,
  -- JSON of name, phone, id number.
  sealed bytea not null,
  person_index text not null,
  born_on date,
  relation text not null check (relation in ('self', 'child', 'parent', 'spouse', 'other')),
  consent_at timestamptz not null,
  removed_at timestamptz,
  created_at timestamptz not null,
  primary key (account_id, id)
);
create unique index visitor_once on visitor (account_id, person_index) where removed_at is null;
call declare_table('visitor', 'local', 'personal', 'select, insert, update');

create table booking (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  slot_id uuid not null,
  pool text not null,
  clinic_id uuid not null,
  department_id uuid not null,
  staff_id uuid,
  service text not null,
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('held', 'booked', 'arrived', 'seen', 'cancelled', 'expired', 'no-show', 'stopped', 'moved')),
  -- The person who is seen: a keyed index of the id number, and name, phone, id number as sealed JSON.
  person_index text not null,
  sealed bytea not null,
  born_year int,
  -- Whose account it belongs to; null where the desk booked for somebody without one.
  account_id uuid,
  way text not null check (way in ('portal', 'desk', 'village', 'phone', 'onsite', 'referral', 'followup', 'system')),
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  -- The caller's own key: one answer each, however often it is sent.
  made_key text not null,
  request_hash text not null,
  hold_until timestamptz,
  -- What the counters scan; a keyed index of it is kept, the code itself follows from the id.
  code_index text not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  arrived_at timestamptz,
  seen_at timestamptz,
  -- The booking it replaced.
  moved_from uuid,
  -- Who may not be counted as not having come, and why.
  excused text,
  reminded int not null default 0,
  revision int not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, slot_id) references slot (institution_id, id),
  constraint booking_key_once unique (institution_id, made_by, made_key)
) with (fillfactor = 85);
-- One person, one day, one department: one place. Of examinations somebody may need two of one department, but not one time twice.
create unique index booking_person_day on booking (institution_id, department_id, person_index, on_date) where service <> 'exam' and state in ('held', 'booked', 'arrived', 'seen');
create unique index booking_person_slot on booking (institution_id, slot_id, person_index) where service = 'exam' and state in ('held', 'booked', 'arrived', 'seen');
create index booking_of_slot on booking (institution_id, slot_id);
create index booking_by_day on booking (institution_id, on_date, department_id, starts_at);
create index booking_of_account on booking (account_id, on_date desc) where account_id is not null;
create index booking_of_person on booking (institution_id, person_index, on_date desc);
create index booking_by_code on booking (institution_id, code_index);
create index booking_held on booking (hold_until) where state = 'held';
create index booking_to_remind on booking (starts_at) where state = 'booked';
call declare_table('booking', 'owned', 'owned', 'select, insert, update');

-- A place given back is offered to who waits first, and to everybody after a delay nobody can guess.
create table place_return (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  slot_id uuid not null,
  pool text not null,
  due_at timestamptz not null,
  done_at timestamptz,
  primary key (institution_id, id)
);
create index place_return_due on place_return (due_at) where done_at is null;
call declare_table('place_return', 'owned', 'owned', 'select, insert, update');

create table wait_entry (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  clinic_id uuid not null,
  on_date date not null,
  person_index text not null,
  sealed bytea not null,
  account_id uuid,
  made_at timestamptz not null,
  state text not null check (state in ('waiting', 'booked', 'withdrawn', 'over')),
  booking_id uuid,
  primary key (institution_id, id)
);
create unique index wait_entry_once on wait_entry (institution_id, clinic_id, on_date, person_index) where state = 'waiting';
create index wait_entry_in_line on wait_entry (institution_id, clinic_id, on_date, made_at) where state = 'waiting';
create index wait_entry_of_account on wait_entry (account_id, on_date desc) where account_id is not null;
call declare_table('wait_entry', 'owned', 'owned', 'select, insert, update');

-- Whoever did not come too often books online no more for a while; every such row says why, and a person may lift it.
create table booking_block (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  person_index text not null,
  account_id uuid,
  from_on date not null,
  to_on date not null,
  -- The bookings that were missed, and the rule as it stood.
  missed jsonb not null,
  rule jsonb not null,
  state text not null check (state in ('stands', 'appealed', 'lifted')),
  appeal text,
  appealed_at timestamptz,
  decided_by uuid,
  decided_name text,
  decision text,
  decided_at timestamptz,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
create index booking_block_of_person on booking_block (institution_id, person_index, to_on);
create index booking_block_appealed on booking_block (institution_id, appealed_at) where state = 'appealed';
call declare_table('booking_block', 'owned', 'owned', 'select, insert, update');

-- A lottery for the public places of one clinic and day.
create table release (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  clinic_id uuid not null,
  on_date date not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  state text not null check (state in ('waiting', 'open', 'drawn')),
  -- SHA-256 of the seed, published when it opens; the seed itself, sealed until the draw and published with it.
  seed_hash text not null,
  seed_sealed bytea not null,
  seed text,
  drawn_at timestamptz,
  -- What the draw was made of and what came out, as the verifier reads it.
  record jsonb,
  primary key (institution_id, id),
  constraint release_once unique (institution_id, clinic_id, on_date)
);
create index release_due on release (closes_at) where state <> 'drawn';
call declare_table('release', 'owned', 'owned', 'select, insert, update');

create table draw_entry (
  institution_id uuid not null,
  release_id uuid not null,
  id uuid not null,
  region_code text not null,
  -- Published instead of the person; the holder of the entry knows it.
  ticket text not null,
  person_index text not null,
  sealed bytea not null,
  account_id uuid,
  choices uuid[] not null,
  made_at timestamptz not null,
  withdrawn_at timestamptz,
  booking_id uuid,
  primary key (institution_id, release_id, id),
  foreign key (institution_id, release_id) references release (institution_id, id)
);
create unique index draw_entry_once on draw_entry (institution_id, release_id, person_index) where withdrawn_at is null;
create index draw_entry_of_account on draw_entry (account_id, made_at desc) where account_id is not null;
call declare_table('draw_entry', 'owned', 'owned', 'select, insert, update');
