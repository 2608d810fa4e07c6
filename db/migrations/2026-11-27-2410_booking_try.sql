-- A group of bookings in one statement, as far as the server knows its ground from before (ADR 0017): every condition is asked
-- again here, after the locks, and where one does not hold nothing is kept and the group is judged on locked ground instead.
create function booking_try(p_institution uuid, p_today date, p_now timestamptz, p_slots uuid[], p_pools text[], p_places int[], p_persons text[], p_bookings json, p_events json, p_from_seq bigint, p_from_hash text, p_seq bigint, p_hash text, p_message uuid)
returns boolean language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  found_rows int;
begin
  -- In the order everybody locks them in, then the chain.
  with asked as (
    select p.slot_id, p.pool, q.places
    from unnest(p_slots, p_pools, p_places) as q (slot_id, pool, places)
    join slot_place p on p.institution_id = p_institution and p.slot_id = q.slot_id and p.pool = q.pool
    order by p.slot_id, p.pool for no key update of p
  )
  update slot_place p set taken = p.taken + asked.places from asked
    where p.institution_id = p_institution and p.slot_id = asked.slot_id and p.pool = asked.pool and p.taken + asked.places <= p.capacity and p.opens_at <= p_now;
  get diagnostics found_rows = row_count;
  if found_rows <> cardinality(p_slots) then raise exception 'the places are others' using errcode = 'HB001'; end if;

  update chain_head set seq = p_seq, hash = p_hash where institution_id = p_institution and seq = p_from_seq and hash = p_from_hash;
  if not found then raise exception 'the chain went on' using errcode = 'HB002'; end if;

  if exists (select 1 from booking_block k where k.institution_id = p_institution and k.person_index = any (p_persons) and k.to_on >= p_today and k.from_on <= p_today and k.state <> 'lifted') then
    raise exception 'somebody is paused' using errcode = 'HB003';
  end if;

  -- Who has a place that day, or used the key before, is found by the unique indexes.
  insert into booking (institution_id, id, region_code, slot_id, pool, clinic_id, department_id, staff_id, service, on_date, starts_at, ends_at, state, person_index, sealed, born_year, account_id, way, made_by, made_name, made_at, made_key, request_hash, hold_until, code_index, changed_at)
    select p_institution, b.id, s.region_code, s.id, b.pool, s.clinic_id, s.department_id, s.staff_id, s.service, s.on_date, s.starts_at, s.ends_at, b.state, b.person_index, decode(b.sealed, 'base64'), b.born_year, b.account_id, b.way, b.made_by, b.made_name, p_now, b.made_key, b.request_hash, b.hold_until, b.code_index, p_now
    from json_to_recordset(p_bookings) as b (id uuid, slot_id uuid, pool text, clinic_id uuid, department_id uuid, on_date date, starts_at timestamptz, ends_at timestamptz, fee_cents int,
      state text, person_index text, sealed text, born_year int, account_id uuid, way text, made_by uuid, made_name text, made_key text, request_hash text, hold_until timestamptz, code_index text)
    join slot s on s.institution_id = p_institution and s.id = b.slot_id
    join clinic c on c.institution_id = p_institution and c.id = s.clinic_id
    left join release r on r.institution_id = p_institution and r.id = s.release_id
    where s.state = 'open' and c.active and c.fee_cents = b.fee_cents and (b.pool <> 'public' or r.id is null or r.state = 'drawn')
      and s.clinic_id = b.clinic_id and s.department_id = b.department_id and s.on_date = b.on_date and s.starts_at = b.starts_at and s.ends_at = b.ends_at;
  get diagnostics found_rows = row_count;
  if found_rows <> json_array_length(p_bookings) then raise exception 'the slots are others' using errcode = 'HB004'; end if;

  insert into event (institution_id, seq, region_code, id, at, actor_id, actor_name, kind, subject_id, detail, prev, hash)
    select p_institution, e.seq, e.region_code, e.id, p_now, e.actor_id, e.actor_name, e.kind, e.subject_id, e.detail, e.prev, e.hash
    from json_to_recordset(p_events) as e (seq bigint, region_code text, id uuid, actor_id uuid, actor_name text, kind text, subject_id text, detail jsonb, prev text, hash text);
  insert into booking_message (id, institution_id, region_code, booking_ids) select p_message, p_institution, min(x.region_code), array_agg(x.id) from json_to_recordset(p_bookings) as x (id uuid, region_code text);
  return true;
end $$;
do $$ begin
  execute format('grant execute on function booking_try(uuid, date, timestamptz, uuid[], text[], int[], text[], json, json, bigint, text, bigint, text, uuid) to %I', current_setting('huiyin.app_role'));
end $$;
