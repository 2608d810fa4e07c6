-- Who stands behind the requests of one moment, in one look-up for all of them: the same answer as session_actor, whose
-- settings were asked for, and whose scope was opened, for each request by itself.
create function session_actors(given text[], at timestamptz, today date)
returns table (hash text, found json) language plpgsql security definer set search_path = public
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  idle interval;
  password_days int;
  -- A function-level SET of a custom setting needs a superuser; this is put back before returning.
  before text := coalesce(current_setting('app.region', true), '');
begin
  -- The standard values stand in modules/setting/rules.ts as well; a test compares the two.
  select make_interval(mins => coalesce(max(value #>> '{}') filter (where key = 'identity.idle_minutes'), '480')::int),
         coalesce(max(value #>> '{}') filter (where key = 'identity.password_days'), '90')::int
    into idle, password_days
    from setting where key in ('identity.idle_minutes', 'identity.password_days');
  perform set_config('app.region', '%', true);
  return query
    select s.token_hash, json_build_object(
      'sessionId', s.id,
      'pendingSecondFactor', s.pending_second_factor,
      'method', s.method,
      'mustChangePassword', s.method = 'password'
        and (a.must_change_password or coalesce(a.password_changed_at <= at - make_interval(days => password_days), false)),
      'kind', a.kind,
      'id', a.account_id,
      'name', a.display_name,
      'institutionId', a.institution_id,
      'regionPrefix', i.region_prefix,
      'isSeen', s.last_seen_at >= at - interval '1 minute',
      'posts', case when a.staff_id is null then '[]'::json else coalesce((
        select json_agg(json_build_object('postId', p.id, 'role', p.role, 'title', p.title, 'departmentId', p.department_id) order by p.role, p.id)
        from post_holding h join post p on p.institution_id = h.institution_id and p.id = h.post_id
        where h.institution_id = a.institution_id and h.staff_id = a.staff_id
          and h.from_on <= today and (h.to_on is null or h.to_on >= today)
          and (p.abolished_on is null or p.abolished_on > today)
      ), '[]'::json) end)
    from session s join account a on a.account_id = s.account_id left join institution i on i.id = a.institution_id
    where s.token_hash = any (given) and s.revoked_at is null and s.expires_at > at and s.last_seen_at > at - idle and a.disabled_at is null;
  perform set_config('app.region', before, true);
end $$;

-- Notes that a session is in use; at most once a minute each.
create function session_seen(given text[], at timestamptz) returns void language plpgsql security definer set search_path = public as $$
declare
  before text := coalesce(current_setting('app.region', true), '');
begin
  perform set_config('app.region', '%', true);
  update session s set last_seen_at = at
    from (select token_hash from session where token_hash = any (given) and last_seen_at < at - interval '1 minute' order by token_hash for no key update) due
    where s.token_hash = due.token_hash;
  perform set_config('app.region', before, true);
end $$;
revoke all on function session_actors(text[], timestamptz, date), session_seen(text[], timestamptz) from public;
do $$ begin
  execute format('grant execute on function session_actors(text[], timestamptz, date), session_seen(text[], timestamptz) to %I', current_setting('huiyin.app_role'));
  drop function session_actor(text, timestamptz, date);
end $$;
