-- The second of each post, what people look for in the portal, letters sent and read, trips of an episode, signatures under the guide.

-- A post of a line has a first and a second (主备岗): who is called in when the first is not there.
create table queue_post (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  queue_id uuid not null,
  first_staff_id uuid not null,
  first_name text not null,
  second_staff_id uuid not null,
  second_name text not null,
  -- So long the first may be away, or sit at a window while people wait, before the second is called.
  limit_minutes int not null check (limit_minutes between 5 and 120),
  active boolean not null default true,
  revision int not null default 1,
  primary key (institution_id, id),
  check (first_staff_id <> second_staff_id),
  foreign key (institution_id, queue_id) references queue (institution_id, id)
);
create unique index queue_post_once on queue_post (institution_id, queue_id, first_staff_id) where active;
call declare_table('queue_post', 'owned', 'owned', 'select, insert, update');

-- What was seen of a post on a day.
create table queue_post_day (
  institution_id uuid not null,
  post_id uuid not null,
  on_date date not null,
  region_code text not null,
  id uuid not null,
  department_id uuid not null,
  looks int not null,
  -- Looks at which the first or the second was there.
  kept int not null,
  gaps int not null,
  taken int not null,
  last_seen_at timestamptz,
  last_look_at timestamptz not null,
  primary key (institution_id, post_id, on_date),
  foreign key (institution_id, post_id) references queue_post (institution_id, id)
);
create index queue_post_day_in_order on queue_post_day (institution_id, on_date, id);
call declare_table('queue_post_day', 'owned', 'owned', 'select, insert, update');

-- One gap of a first, and what the second did about it.
create table queue_takeover (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  post_id uuid not null,
  queue_id uuid not null,
  department_id uuid not null,
  on_date date not null,
  reason text not null check (reason in ('absent', 'away', 'stopped')),
  state text not null check (state in ('called', 'taken', 'declined', 'lapsed', 'returned', 'ended')),
  found_at timestamptz not null,
  waiting int not null,
  -- The head was told once more that nobody answered.
  again_at timestamptz,
  answered_at timestamptz,
  -- Who took it over, or declined: the second, or whoever stands in.
  answered_staff_id uuid,
  answered_name text,
  remark text,
  -- Where the second sat down, and where the second had been sitting.
  window_id uuid,
  from_window_id uuid,
  ended_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, post_id) references queue_post (institution_id, id)
);
create unique index queue_takeover_open on queue_takeover (institution_id, post_id) where state in ('called', 'taken', 'declined');
create index queue_takeover_by_day on queue_takeover (institution_id, on_date, id);
call declare_table('queue_takeover', 'owned', 'owned', 'select, insert, update');

-- Somebody who booked was told that three are before them.
alter table ticket add column near_told_at timestamptz;

-- A kiosk gives so many tickets without a booking in so many minutes.
alter table call_screen add column kiosk_most int not null default 20 check (kiosk_most between 1 and 500);
alter table call_screen add column kiosk_minutes int not null default 10 check (kiosk_minutes between 1 and 120);
create table kiosk_count (
  institution_id uuid not null,
  screen_id uuid not null,
  region_code text not null,
  from_at timestamptz not null,
  issued int not null,
  primary key (institution_id, screen_id),
  foreign key (institution_id, screen_id) references call_screen (institution_id, id)
) with (fillfactor = 50);
call declare_table('kiosk_count', 'owned', 'owned', 'select, insert, update');

-- One episode of care: on how many days somebody who is known by a booking came, the next day never further than two weeks from the one before.
create table episode (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  visit_key text not null,
  department_id uuid not null,
  first_on date not null,
  last_on date not null,
  trips int not null,
  primary key (institution_id, id)
);
create index episode_of_person on episode (institution_id, visit_key, last_on desc);
create index episode_in_order on episode (institution_id, first_on, id);
call declare_table('episode', 'owned', 'owned', 'select, insert, update');

-- How often something was done in the portal, by body and day: nothing of a person is in it.
create table portal_count (
  institution_id uuid not null,
  on_date date not null,
  what text not null check (what in ('found', 'guided', 'refused', 'letter-booking', 'letter-admission', 'letter-read')),
  region_code text not null,
  n int not null,
  last_at timestamptz not null,
  primary key (institution_id, on_date, what)
);
call declare_table('portal_count', 'owned', 'owned', 'select, insert, update');

-- What measures and verdicts were told of a day.
create table portal_told (
  institution_id uuid not null,
  on_date date not null,
  region_code text not null,
  id uuid not null,
  found int not null,
  guided int not null,
  booked int not null,
  refused int not null,
  letters_sent int not null,
  letters_read int not null,
  told_at timestamptz not null,
  primary key (institution_id, on_date)
);
create index portal_told_in_order on portal_told (institution_id, on_date, id);
call declare_table('portal_told', 'owned', 'owned', 'select, insert, update');

-- A physician read a version of the triage guide through and signed it.
create table guide_review (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  -- The hash of the guide as it was read; another guide is not signed by it.
  version text not null,
  account_id uuid not null,
  staff_id uuid not null,
  name text not null,
  post text not null,
  remark text not null default '',
  signed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_why text,
  primary key (institution_id, id)
);
create index guide_review_of_version on guide_review (version, signed_at desc);
create unique index guide_review_once on guide_review (institution_id, version, staff_id) where withdrawn_at is null;
call declare_table('guide_review', 'owned', 'owned', 'select, insert, update');
