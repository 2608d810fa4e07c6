-- Exemplars: nominations with their evidence, what spoke against them, consent, public notice, objections, decision, publication, withdrawal.

create table exemplar (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null check (kind in ('hospital', 'department', 'person', 'project')),
  state text not null check (state in ('nominated', 'noticed', 'chosen', 'declined', 'published', 'withdrawn')),
  -- Counts every change, so that a stale page is noticed.
  revision int not null,
  -- The department of a department, the member of staff of a person.
  department_id uuid,
  staff_id uuid,
  -- What it is called within its house; of a person the name as the directory has it.
  title text not null,
  deeds text not null,
  nominated_by uuid not null,
  nominated_name text not null,
  nominated_at timestamptz not null,
  -- A person's own word; null where nobody has to be asked or has not answered yet.
  consent boolean,
  consent_at timestamptz,
  -- The commission that put it up, and until when (the last day counts).
  commission_id uuid,
  noticed_by uuid,
  noticed_name text,
  noticed_at timestamptz,
  notice_until date,
  -- What the facts said against it when the notice began and when it was decided.
  notice_checks jsonb,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  decision_reason text,
  decision_checks jsonb,
  published_name text,
  published_at timestamptz,
  withdrawn_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (institution_id, id),
  check ((kind = 'person') = (staff_id is not null)),
  check ((kind = 'department') = (department_id is not null)),
  check ((noticed_at is null) = (notice_until is null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index exemplar_by_day on exemplar (institution_id, nominated_at desc, id);
call declare_table('exemplar', 'owned', 'owned', 'select, insert, update');

-- Files that prove the deeds; the files themselves lie in file.
create table exemplar_file (
  institution_id uuid not null,
  exemplar_id uuid not null,
  file_id uuid not null,
  region_code text not null,
  name text not null,
  size bigint not null,
  primary key (institution_id, exemplar_id, file_id),
  foreign key (institution_id, exemplar_id) references exemplar (institution_id, id)
);
call declare_table('exemplar_file', 'owned', 'owned', 'select, insert');

-- What everybody may read: the notice, and what came of it. A name is here only while its bearer agrees.
create table exemplar_notice (
  exemplar_id uuid primary key,
  institution_id uuid not null,
  region_code text not null,
  commission_id uuid not null,
  commission_name text not null,
  kind text not null check (kind in ('hospital', 'department', 'person', 'project')),
  state text not null check (state in ('noticed', 'chosen', 'declined', 'published', 'withdrawn')),
  title text not null,
  body_name text not null,
  deeds text not null,
  from_on date not null,
  until_on date not null,
  noticed_at timestamptz not null,
  decision_reason text,
  published_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_reason text
);
create index exemplar_notice_by_day on exemplar_notice (noticed_at desc, exemplar_id);
create index exemplar_notice_by_commission on exemplar_notice (commission_id, noticed_at desc);
call declare_table('exemplar_notice', 'reference', 'issued', 'select, insert, update');

-- Objections belong to the commission: whoever is nominated, and the house that nominated, never see who objected.
create table exemplar_objection (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  exemplar_id uuid not null,
  said text not null,
  -- Name and telephone, sealed; null where somebody gave none.
  author bytea,
  code_index text not null,
  filed_at timestamptz not null,
  founded boolean,
  answer text,
  answered_by uuid,
  answered_name text,
  answered_at timestamptz,
  primary key (institution_id, id),
  check ((answer is null) = (answered_at is null)),
  check ((founded is null) = (answered_at is null))
);
create index exemplar_objection_by_exemplar on exemplar_objection (institution_id, exemplar_id, filed_at);
call declare_table('exemplar_objection', 'owned', 'owned', 'select, insert, update');
