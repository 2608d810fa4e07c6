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

-- Instants as the application writes them.
create function utc_text(at timestamptz) returns text language sql stable as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- What a group of bookings at one body must know, in one flight. Places with something left are locked first, in one order for
-- everybody; then the body's chain; what is read after that cannot change until the group is written. Full places are not
-- locked: a refusal writes nothing.
create function booking_ground(p_institution uuid, p_today date, p_slots uuid[], p_pools text[], p_makers uuid[], p_keys text[], p_persons text[])
returns json language plpgsql
-- Plans are kept from when the tables were still small: by index all the same.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  places json; slots json; known json; live json; blocked json; head json;
begin
  select json_agg(json_build_object('slotId', p.slot_id, 'pool', p.pool, 'free', p.capacity - p.taken, 'opensAt', utc_text(p.opens_at))) into places
    from unnest(p_slots, p_pools) as q (slot_id, pool)
    cross join lateral (
      select * from slot_place s where s.institution_id = p_institution and s.slot_id = q.slot_id and s.pool = q.pool and s.taken < s.capacity for no key update
    ) p;
  if places is not null then
    perform 1 from chain_head where institution_id = p_institution for update;
    if not found then
      insert into chain_head (institution_id, seq, hash) values (p_institution, 0, '') on conflict do nothing;
      perform 1 from chain_head where institution_id = p_institution for update;
    end if;
    select json_build_object('seq', seq, 'hash', hash) into head from chain_head where institution_id = p_institution;
  end if;
  select json_agg(json_build_object('id', s.id, 'regionCode', s.region_code, 'clinicId', s.clinic_id, 'departmentId', s.department_id, 'staffId', s.staff_id, 'service', s.service, 'onDate', s.on_date,
      'startsAt', utc_text(s.starts_at), 'endsAt', utc_text(s.ends_at), 'state', s.state, 'active', c.active, 'feeCents', c.fee_cents, 'draw', coalesce(r.state, 'none'))) into slots
    from slot s join clinic c on c.institution_id = s.institution_id and c.id = s.clinic_id
    left join release r on r.institution_id = s.institution_id and r.id = s.release_id
    where s.institution_id = p_institution and s.id = any (p_slots);
  select json_agg(json_build_object('id', b.id, 'slotId', b.slot_id, 'pool', b.pool, 'clinicId', b.clinic_id, 'departmentId', b.department_id, 'onDate', b.on_date, 'startsAt', utc_text(b.starts_at), 'endsAt', utc_text(b.ends_at),
      'holdUntil', utc_text(b.hold_until), 'madeBy', b.made_by, 'madeKey', b.made_key, 'requestHash', b.request_hash)) into known
    from unnest(p_makers, p_keys) as q (by, key)
    cross join lateral (select * from booking k where k.institution_id = p_institution and k.made_by = q.by and k.made_key = q.key offset 0) b;
  if places is not null then
    select json_agg(json_build_object('personIndex', q.person, 'once', case when b.service = 'exam' then b.slot_id else b.department_id end, 'onDate', b.on_date)) into live
      from unnest(p_persons) as q (person)
      cross join lateral (select * from booking k where k.institution_id = p_institution and k.person_index = q.person and k.on_date >= p_today and k.state in ('held', 'booked', 'arrived', 'seen') offset 0) b;
    select json_agg(json_build_object('personIndex', q.person, 'toOn', b.to_on)) into blocked
      from unnest(p_persons) as q (person)
      cross join lateral (select * from booking_block k where k.institution_id = p_institution and k.person_index = q.person and k.to_on >= p_today and k.from_on <= p_today and k.state <> 'lifted' offset 0) b;
  end if;
  return json_build_object('places', coalesce(places, '[]'), 'slots', coalesce(slots, '[]'), 'known', coalesce(known, '[]'), 'live', coalesce(live, '[]'), 'blocked', coalesce(blocked, '[]'), 'head', head);
end $$;

-- Bookings that nobody was told of yet: one row for each group, taken by a job every minute. A job of its own for each group
-- costs more than the group.
create table booking_message (
  id uuid primary key,
  institution_id uuid not null,
  region_code text not null,
  booking_ids uuid[] not null
);
call declare_table('booking_message', 'local', 'owned', 'select, insert, update, delete');

-- Writes a group that was judged on its ground: bookings, places, events, the chain's head and whom to tell, in one flight.
create function booking_write(p_institution uuid, p_bookings json, p_events json, p_seq bigint, p_hash text, p_message uuid)
returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
begin
  insert into booking (institution_id, id, region_code, slot_id, pool, clinic_id, department_id, staff_id, service, on_date, starts_at, ends_at, state, person_index, sealed, born_year, account_id, way, made_by, made_name, made_at, made_key, request_hash, hold_until, code_index, changed_at, moved_from)
    select p_institution, b.id, b.region_code, b.slot_id, b.pool, b.clinic_id, b.department_id, b.staff_id, b.service, b.on_date, b.starts_at, b.ends_at, b.state, b.person_index, decode(b.sealed, 'base64'), b.born_year, b.account_id, b.way, b.made_by, b.made_name, b.made_at, b.made_key, b.request_hash, b.hold_until, b.code_index, b.made_at, b.moved_from
    from json_to_recordset(p_bookings) as b (id uuid, region_code text, slot_id uuid, pool text, clinic_id uuid, department_id uuid, staff_id uuid, service text, on_date date, starts_at timestamptz, ends_at timestamptz,
      state text, person_index text, sealed text, born_year int, account_id uuid, way text, made_by uuid, made_name text, made_at timestamptz, made_key text, request_hash text, hold_until timestamptz, code_index text, moved_from uuid);
  update slot_place p set taken = p.taken + b.places
    from (select slot_id, pool, count(*)::int as places from json_to_recordset(p_bookings) as x (slot_id uuid, pool text) group by slot_id, pool) b
    where p.institution_id = p_institution and p.slot_id = b.slot_id and p.pool = b.pool;
  insert into event (institution_id, seq, region_code, id, at, actor_id, actor_name, kind, subject_id, detail, prev, hash)
    select p_institution, e.seq, e.region_code, e.id, e.at, e.actor_id, e.actor_name, e.kind, e.subject_id, e.detail, e.prev, e.hash
    from json_to_recordset(p_events) as e (seq bigint, region_code text, id uuid, at timestamptz, actor_id uuid, actor_name text, kind text, subject_id text, detail jsonb, prev text, hash text);
  update chain_head set seq = p_seq, hash = p_hash where institution_id = p_institution;
  insert into booking_message (id, institution_id, region_code, booking_ids) select p_message, p_institution, min(x.region_code), array_agg(x.id) from json_to_recordset(p_bookings) as x (id uuid, region_code text);
end $$;
do $$ begin
  execute format('grant execute on function booking_ground(uuid, date, uuid[], text[], uuid[], text[], text[]), booking_write(uuid, json, json, bigint, text, uuid), utc_text(timestamptz) to %I', current_setting('huiyin.app_role'));
end $$;
