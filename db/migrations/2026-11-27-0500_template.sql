-- Every version of a plan template that this installation has seen: a campaign names the one it was made from.
create table plan_template (
  id text not null,
  version int not null,
  sha256 text not null,
  definition jsonb not null,
  since timestamptz not null,
  primary key (id, version),
  unique (id, sha256)
);
call declare_table('plan_template', 'reference', 'open', 'select, insert');
