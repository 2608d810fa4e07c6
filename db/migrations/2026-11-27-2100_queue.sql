-- Queue: one line per room, window or device; tickets, the steps taken on them, screens, how long it takes, who was there.

create table queue (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid not null,
  name text not null,
  kind text not null check (kind in ('consultation', 'exam', 'pharmacy', 'payment')),
  -- Before the number on a ticket: B012.
  letter text not null check (letter ~ '^[A-Z]{1,2}$'),
  area text not null default '',
  -- Whose bookings are called here; none: all of the department's.
  clinic_ids uuid[] not null default '{}',
  -- How order is made, as rules/order.ts reads it, and the working hours in minutes of the day.
  rule jsonb not null,
  -- How long one takes until today has shown it.
  usual_minutes numeric(5, 1) not null check (usual_minutes > 0),
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint queue_name_once unique (institution_id, name),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
call declare_table('queue', 'owned', 'owned', 'select, insert, update');

create table queue_window (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  queue_id uuid not null,
  name text not null,
  -- Who sits there now; null while it is closed.
  account_id uuid,
  staff_id uuid,
  staff_name text not null default '',
  opened_at timestamptz,
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint queue_window_name_once unique (institution_id, queue_id, name),
  foreign key (institution_id, queue_id) references queue (institution_id, id)
);
create index queue_window_of_account on queue_window (institution_id, account_id) where account_id is not null;
call declare_table('queue_window', 'owned', 'owned', 'select, insert, update');

-- One row per queue and day: its lock gives numbers without gap or double, and one patient to one room.
create table queue_day (
  institution_id uuid not null,
  queue_id uuid not null,
  on_date date not null,
  region_code text not null,
  last_number int not null default 0,
  revision int not null default 0,
  primary key (institution_id, queue_id, on_date),
  foreign key (institution_id, queue_id) references queue (institution_id, id)
) with (fillfactor = 50);
call declare_table('queue_day', 'owned', 'owned', 'select, insert, update');

create table ticket (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  queue_id uuid not null,
  department_id uuid not null,
  kind text not null,
  on_date date not null,
  number int not null,
  state text not null check (state in ('waiting', 'called', 'serving', 'passed', 'returning', 'done', 'left')),
  -- 1 to 3: emergency by triage; null: none.
  level int check (level between 1 and 3),
  -- The statutory group, and the proof that was seen.
  priority text,
  proof text,
  -- Where the visit had been booked; a late one keeps it, and waits from when it came.
  booking_id uuid,
  slot_at timestamptz,
  is_late boolean not null default false,
  -- Comes back in the same visit: after an examination, or with a result.
  is_return boolean not null default false,
  -- Masked, as it is called; no clear name is kept here.
  called_name text not null,
  -- One visit may stand in several lines: the person's index, or the visit's first ticket.
  visit_key text not null,
  way text not null check (way in ('desk', 'kiosk', 'portal', 'system')),
  issued_at timestamptz not null,
  -- Since when it waits now: its arrival, its return, or when it reported again after it had been passed.
  waits_since timestamptz not null,
  -- What was told when it was issued, in minutes.
  said_minutes numeric(6, 1) not null,
  said_low numeric(6, 1) not null,
  said_high numeric(6, 1) not null,
  window_id uuid,
  first_called_at timestamptz,
  called_at timestamptz,
  calls int not null default 0,
  passes int not null default 0,
  returns int not null default 0,
  ended_at timestamptz,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint ticket_number_once unique (institution_id, queue_id, on_date, number),
  foreign key (institution_id, queue_id) references queue (institution_id, id)
) with (fillfactor = 80);
create unique index ticket_of_booking on ticket (institution_id, booking_id) where booking_id is not null and state <> 'left';
create index ticket_of_visit on ticket (institution_id, on_date, visit_key);
create index ticket_by_day on ticket (institution_id, kind, on_date, id);
create index ticket_in_window on ticket (institution_id, window_id, on_date) where state in ('called', 'serving');
call declare_table('ticket', 'owned', 'owned', 'select, insert, update');

-- What was done, with the ticket as it had been: the last step of a window can be taken back.
create table ticket_step (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  queue_id uuid not null,
  on_date date not null,
  -- The revision of the queue's day: the order in which things happened.
  seq int not null,
  ticket_id uuid not null,
  window_id uuid,
  -- Steps of one press of a key stand or fall together.
  press_id uuid not null,
  move text not null,
  -- In which turn it was called: emergency, priority, first, return.
  turn text,
  before jsonb not null,
  after_revision int not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, ticket_id) references ticket (institution_id, id)
);
create index ticket_step_of_day on ticket_step (institution_id, queue_id, on_date, seq desc);
create index ticket_step_of_ticket on ticket_step (institution_id, ticket_id, seq);
call declare_table('ticket_step', 'owned', 'owned', 'select, insert, update');

create table call_screen (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  area text not null,
  queue_ids uuid[] not null,
  token text not null,
  speaks boolean not null,
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id)
);
call declare_table('call_screen', 'owned', 'owned', 'select, insert, update');

-- From the address a display opens to its body.
create table call_screen_token (
  token text primary key,
  institution_id uuid not null,
  region_code text not null,
  screen_id uuid not null
);
call declare_table('call_screen_token', 'local', 'owned', 'select, insert');

-- What a day came to, written after it: what the next days' estimates begin with, and how far off they were.
create table queue_stat (
  institution_id uuid not null,
  queue_id uuid not null,
  on_date date not null,
  region_code text not null,
  served int not null,
  service_minutes double precision not null,
  service_squares double precision not null,
  called int not null,
  wait_minutes double precision not null,
  off_minutes double precision not null,
  inside int not null,
  primary key (institution_id, queue_id, on_date)
);
call declare_table('queue_stat', 'owned', 'owned', 'select, insert, update');

-- Helpers were called because a line takes longer than was told.
create table helper_call (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  queue_id uuid not null,
  department_id uuid not null,
  on_date date not null,
  called_at timestamptz not null,
  waiting int not null,
  beyond int not null,
  came_at timestamptz,
  came_name text,
  primary key (institution_id, id)
);
create index helper_call_open on helper_call (institution_id, queue_id) where came_at is null;
create index helper_call_by_day on helper_call (institution_id, on_date, id);
call declare_table('helper_call', 'owned', 'owned', 'select, insert, update');

-- Whether a doctor was at the department in its working hours: looked at every few minutes, gap by gap.
create table cover_day (
  institution_id uuid not null,
  department_id uuid not null,
  on_date date not null,
  region_code text not null,
  id uuid not null,
  looks int not null,
  covered int not null,
  gaps int not null,
  last_look_at timestamptz not null,
  primary key (institution_id, department_id, on_date)
);
call declare_table('cover_day', 'owned', 'owned', 'select, insert, update');

create table cover_gap (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  department_id uuid not null,
  on_date date not null,
  from_at timestamptz not null,
  to_at timestamptz,
  waiting int not null,
  primary key (institution_id, id)
);
create unique index cover_gap_open on cover_gap (institution_id, department_id) where to_at is null;
create index cover_gap_by_day on cover_gap (institution_id, on_date desc, id);
call declare_table('cover_gap', 'owned', 'owned', 'select, insert, update');
