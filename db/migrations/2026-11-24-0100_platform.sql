-- The floor every module stands on: table classes with row security, the event chain, idempotency, outbox, files, notices, calendar.

create extension if not exists btree_gist;

-- Which of the three classes (reference/owned/local) a table belongs to; the Citus step of the migration reads it.
create table table_class (
  name text primary key,
  class text not null check (class in ('owned', 'reference', 'local')),
  policy text not null
);

-- Declares a table once: class, row security, rights of the application role. Policies compare columns with settings
-- only, so that they hold on shards as well.
--   owned    : rows of one body (institution_id, region_code); the body itself, and commission staff of its region
--   issued   : read by everyone, written by commission staff of the region (region_code)
--   personal : rows of one account (account_id), and the identity service
--   open     : no row restriction (directory of public facts, work tables)
create procedure declare_table(table_name text, table_kind text, table_policy text, rights text default 'select, insert, update, delete')
language plpgsql as $$
declare
  own text := $p$(institution_id = nullif(current_setting('app.institution', true), '')::uuid
    or region_code like nullif(current_setting('app.region', true), '') || '%')$p$;
  region text := $p$(region_code like nullif(current_setting('app.region', true), '') || '%')$p$;
  person text := $p$(account_id = nullif(current_setting('app.actor', true), '')::uuid
    or current_setting('app.region', true) = '%')$p$;
begin
  insert into table_class (name, class, policy) values (table_name, table_kind, table_policy);
  execute format('grant %s on %I to %I', rights, table_name, current_setting('huiyin.app_role'));
  if table_policy = 'open' then return; end if;
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  if table_policy = 'owned' then
    execute format('create policy own_rows on %I using %s with check %s', table_name, own, own);
  elsif table_policy = 'issued' then
    execute format('create policy read_all on %I for select using (true)', table_name);
    execute format('create policy write_region on %I for insert with check %s', table_name, region);
    execute format('create policy change_region on %I for update using %s with check %s', table_name, region, region);
    execute format('create policy remove_region on %I for delete using %s', table_name, region);
  elsif table_policy = 'personal' then
    execute format('create policy own_account on %I using %s with check %s', table_name, person, person);
  elsif table_policy = 'append' then
    -- Anyone who may act on a body leaves a trace there; only the body and its commission read it.
    execute format('create policy read_own on %I for select using %s', table_name, own);
    execute format('create policy leave_trace on %I for insert with check (true)', table_name);
  elsif table_policy = 'everyone' then
    execute format('create policy all_rows on %I using (true) with check (true)', table_name);
  else
    raise exception 'unknown policy %', table_policy;
  end if;
end $$;

-- Append-only: one row is at once the domain event and the audit row. Chained per body by HMAC.
create table event (
  institution_id uuid not null,
  seq bigint not null,
  region_code text not null,
  id uuid not null,
  at timestamptz not null,
  actor_id uuid not null,
  actor_name text not null,
  kind text not null,
  subject_id text not null,
  detail jsonb not null,
  prev text not null,
  hash text not null,
  primary key (institution_id, seq)
);
create index event_by_subject on event (institution_id, subject_id, seq);
call declare_table('event', 'owned', 'append', 'select, insert');

-- The last link of each chain. Locked by the command that adds the next one.
create table chain_head (
  institution_id uuid primary key,
  seq bigint not null,
  hash text not null
);
call declare_table('chain_head', 'owned', 'everyone', 'select, insert, update');

-- The first answer to each command; a repeat with the same key gets it again.
create table idempotency (
  account_id uuid not null,
  key text not null,
  endpoint text not null,
  request_hash text not null,
  status int,
  reply jsonb,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_by_age on idempotency (created_at);
call declare_table('idempotency', 'local', 'personal');

-- What leaves the house (SMS and the like), written with the change it tells of, sent by a job.
create table outbox (
  id uuid primary key,
  channel text not null,
  recipient bytea not null,
  body bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outbox_by_time on outbox (created_at desc);
call declare_table('outbox', 'local', 'open', 'select, insert, update');

create table file (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  name text not null,
  purpose text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
create index file_by_content on file (institution_id, sha256);
call declare_table('file', 'owned', 'owned', 'select, insert');

create table file_chunk (
  institution_id uuid not null,
  file_id uuid not null,
  n int not null,
  region_code text not null,
  bytes bytea not null,
  primary key (institution_id, file_id, n),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
call declare_table('file_chunk', 'owned', 'owned', 'select, insert');

-- A notice goes to a role within a body (whoever holds the post then), or to one account.
create table notice (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  role text,
  account_id uuid,
  topic text not null,
  params jsonb not null,
  link text,
  once_key text,
  created_at timestamptz not null,
  read_at timestamptz,
  read_by uuid,
  primary key (institution_id, id),
  unique (institution_id, once_key),
  check (role is not null or account_id is not null)
);
create index notice_by_time on notice (institution_id, created_at desc);
call declare_table('notice', 'owned', 'append', 'select, insert, update');
create policy mark_read on notice for update
  using (institution_id = nullif(current_setting('app.institution', true), '')::uuid)
  with check (institution_id = nullif(current_setting('app.institution', true), '')::uuid);

create table calendar_day (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null,
  source text not null
);
call declare_table('calendar_day', 'reference', 'open');

create table calendar_year (
  year int primary key,
  official boolean not null,
  source text not null
);
call declare_table('calendar_year', 'reference', 'open');

create table setting (
  key text primary key,
  value jsonb not null,
  changed_by uuid,
  changed_at timestamptz not null
);
call declare_table('setting', 'reference', 'open', 'select, insert, update');

-- Enqueues in the caller's transaction; the job tables belong to the owner, the application only calls this.
create function enqueue(task text, payload json, run_at timestamptz default null, job_key text default null)
returns void language sql security definer set search_path = public as $$
  select graphile_worker.add_job(task, payload, run_at => run_at, job_key => job_key, max_attempts => 12);
$$;
revoke all on function enqueue(text, json, timestamptz, text) from public;
do $$ begin execute format('grant execute on function enqueue(text, json, timestamptz, text) to %I', current_setting('huiyin.app_role')); end $$;
