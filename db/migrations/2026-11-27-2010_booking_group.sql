-- How a group of bookings is read on locked ground and written in one flight (ADR 0017), and the note of whom to tell.

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
