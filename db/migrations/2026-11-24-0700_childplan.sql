-- The implementing plan an institution files under a plan, and what it makes of the plan's clauses.

create table childplan (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  plan_id uuid not null,
  revision int not null,
  title text not null,
  file_id uuid not null,
  source_text text not null,
  reading jsonb not null,
  coverage jsonb not null,
  state text not null check (state in ('filed', 'accepted', 'returned', 'replaced')),
  filed_by uuid not null,
  filed_name text not null,
  filed_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  remark text not null default '',
  primary key (institution_id, id),
  unique (institution_id, plan_id, revision),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
call declare_table('childplan', 'owned', 'owned', 'select, insert, update');
