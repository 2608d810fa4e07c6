-- Who may come in: accounts of staff and citizens, sessions, second factors, one-time codes.

create table account (
  account_id uuid primary key,
  kind text not null check (kind in ('staff', 'citizen')),
  login_name text unique check (login_name = lower(login_name)),
  display_name text not null,
  institution_id uuid,
  staff_id uuid,
  oidc_subject text unique,
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  failed_count int not null default 0,
  locked_until timestamptz,
  totp_secret bytea,
  totp_enabled_at timestamptz,
  totp_last_step bigint,
  disabled_at timestamptz,
  created_at timestamptz not null
);
create unique index account_of_staff on account (institution_id, staff_id) where staff_id is not null;
call declare_table('account', 'local', 'personal', 'select, insert, update');

create table citizen (
  account_id uuid primary key references account (account_id),
  phone bytea not null,
  phone_index text not null unique,
  name bytea,
  id_number bytea,
  id_number_index text unique,
  region_code text,
  born_year int,
  created_at timestamptz not null
);
call declare_table('citizen', 'local', 'personal', 'select, insert, update');

create table session (
  token_hash text primary key,
  id uuid not null unique,
  account_id uuid not null references account (account_id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null default '',
  agent text not null default '',
  method text not null default 'password' check (method in ('password', 'openid', 'code')),
  -- A password was right but the second factor is still owed: such a session may only present it.
  pending_second_factor boolean not null default false,
  revoked_at timestamptz
);
create index session_by_account on session (account_id, created_at desc);
create index session_by_age on session (expires_at);
call declare_table('session', 'local', 'personal');

-- Ten at a time; each opens the second door once.
create table recovery_code (
  account_id uuid not null references account (account_id),
  code_hash text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
call declare_table('recovery_code', 'local', 'personal', 'select, insert, update, delete');

-- Wrong sign-ins with names nobody has, so that a stranger cannot tell them from real ones. Kept by a keyed hash.
create table unknown_sign_in (
  name_index text primary key,
  failed_count int not null default 0,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index unknown_sign_in_by_age on unknown_sign_in (last_at);
call declare_table('unknown_sign_in', 'local', 'open');

create table one_time_code (
  id uuid primary key,
  phone_index text not null,
  code_hash text not null,
  attempts int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_code_by_phone on one_time_code (phone_index, created_at desc);
create index one_time_code_by_age on one_time_code (created_at);
call declare_table('one_time_code', 'local', 'open');

create table password_history (
  account_id uuid not null,
  changed_at timestamptz not null,
  password_hash text not null,
  primary key (account_id, changed_at)
);
call declare_table('password_history', 'local', 'personal', 'select, insert');

-- Resolves a session to its actor in one round trip, before any scope is known; moves last_seen_at at most once a minute.
create function session_actor(given_hash text, at timestamptz, today date)
returns json language plpgsql security definer set search_path = public as $$
declare
  current session%rowtype;
  answer json;
  idle_minutes int;
  password_days int;
  -- A function-level SET of a custom setting needs a superuser; this is put back before returning.
  before text := coalesce(current_setting('app.region', true), '');
begin
  perform set_config('app.region', '%', true);
  -- The standard values stand in modules/setting/rules.ts as well; a test compares the two.
  select coalesce(max(value #>> '{}') filter (where key = 'identity.idle_minutes'), '480')::int,
         coalesce(max(value #>> '{}') filter (where key = 'identity.password_days'), '90')::int
    into idle_minutes, password_days
    from setting where key in ('identity.idle_minutes', 'identity.password_days');
  select * into current from session
    where token_hash = given_hash and revoked_at is null and expires_at > at
      and last_seen_at > at - make_interval(mins => idle_minutes);
  if current.token_hash is null then
    perform set_config('app.region', before, true);
    return null;
  end if;
  if current.last_seen_at < at - interval '1 minute' then
    update session set last_seen_at = at where token_hash = given_hash;
  end if;
  select json_build_object(
    'sessionId', current.id,
    'pendingSecondFactor', current.pending_second_factor,
    'method', current.method,
    'mustChangePassword', current.method = 'password'
      and (a.must_change_password or coalesce(a.password_changed_at <= at - make_interval(days => password_days), false)),
    'kind', a.kind,
    'id', a.account_id,
    'name', a.display_name,
    'institutionId', a.institution_id,
    'regionPrefix', i.region_prefix,
    'posts', coalesce((
      select json_agg(json_build_object('postId', p.id, 'role', p.role, 'title', p.title, 'departmentId', p.department_id) order by p.role, p.id)
      from post_holding h join post p on p.institution_id = h.institution_id and p.id = h.post_id
      where h.institution_id = a.institution_id and h.staff_id = a.staff_id
        and h.from_on <= today and (h.to_on is null or h.to_on >= today)
        and (p.abolished_on is null or p.abolished_on > today)
    ), '[]'::json))
  into answer
  from account a left join institution i on i.id = a.institution_id
  where a.account_id = current.account_id and a.disabled_at is null;
  perform set_config('app.region', before, true);
  return answer;
end $$;
revoke all on function session_actor(text, timestamptz, date) from public;
do $$ begin execute format('grant execute on function session_actor(text, timestamptz, date) to %I', current_setting('huiyin.app_role')); end $$;
