-- Report packs: what a body hands in for a period, frozen versions, signatures, decisions, scans, and packs that came from elsewhere.

-- One pack. For an obligation its id is that of the period, so a second one cannot exist; a commission's own roll-up has
-- an id of its own. `standing` is what the newest version that was handed in has come to; `state` is where the work stands.
create table report_pack (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null check (kind in ('obligation', 'rollup')),
  plan_id uuid not null,
  form_key text not null,
  from_on date not null,
  to_on date not null,
  due_on date not null,
  due_at timestamptz,
  state text not null check (state in ('draft', 'signed', 'submitted', 'accepted', 'returned')),
  revision int not null,
  narrative jsonb not null,
  -- The figures as they were when the job filled it: what a first look is compared with.
  filled json,
  filled_at timestamptz,
  -- What was signed and not handed in yet: canonical JSON, its hash, and the signature under it.
  content text,
  sha256 text,
  signature_id uuid,
  standing text not null default 'none' check (standing in ('none', 'submitted', 'accepted', 'returned')),
  submitted_at timestamptz,
  on_time boolean,
  -- When the head was asked to sign.
  asked_at timestamptz,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  check ((state = 'signed') = (signature_id is not null)),
  check ((standing = 'none') = (submitted_at is null))
);
create index report_pack_by_due on report_pack (institution_id, due_at, id);
create index report_pack_by_form on report_pack (plan_id, form_key, to_on);
create unique index report_pack_one_rollup on report_pack (institution_id, plan_id, form_key, to_on) where kind = 'rollup';
call declare_table('report_pack', 'owned', 'owned', 'select, insert, update');

-- Who signed what, when, in which post. Kept also when a later change made it void.
create table report_signature (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  pack_id uuid not null,
  revision int not null,
  account_id uuid not null,
  staff_id uuid not null,
  name text not null,
  post text not null,
  signed_at timestamptz not null,
  sha256 text not null,
  primary key (institution_id, id),
  foreign key (institution_id, pack_id) references report_pack (institution_id, id)
);
create index report_signature_by_pack on report_signature (institution_id, pack_id, signed_at);
call declare_table('report_signature', 'owned', 'owned', 'select, insert');

-- What was handed in, frozen; nobody can change or remove it, the application has no right to.
create table report_version (
  institution_id uuid not null,
  pack_id uuid not null,
  revision int not null,
  region_code text not null,
  form_key text not null,
  form_sha256 text not null,
  content text not null,
  sha256 text not null,
  -- The table lines of the content once more: a roll-up sums these without reading hundreds of ledgers.
  lines json not null,
  signature_id uuid not null,
  -- Null in a roll-up: nobody set it a due time.
  due_at timestamptz,
  on_time boolean,
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  submitted_name text not null,
  primary key (institution_id, pack_id, revision),
  foreign key (institution_id, pack_id) references report_pack (institution_id, id),
  foreign key (institution_id, signature_id) references report_signature (institution_id, id)
);
call declare_table('report_version', 'owned', 'owned', 'select, insert');

create table report_decision (
  institution_id uuid not null,
  pack_id uuid not null,
  revision int not null,
  region_code text not null,
  decision text not null check (decision in ('accepted', 'returned')),
  remark text not null,
  decided_at timestamptz not null,
  decided_by uuid not null,
  decided_name text not null,
  primary key (institution_id, pack_id, revision),
  foreign key (institution_id, pack_id, revision) references report_version (institution_id, pack_id, revision)
);
call declare_table('report_decision', 'owned', 'owned', 'select, insert');

-- The sealed paper beside the electronic copy; what came after handing in is an addendum.
create table report_scan (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  pack_id uuid not null,
  revision int not null,
  file_id uuid not null,
  name text not null,
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  addendum boolean not null,
  added_at timestamptz not null,
  added_by uuid not null,
  added_name text not null,
  removed_at timestamptz,
  removed_name text,
  primary key (institution_id, id),
  foreign key (institution_id, pack_id) references report_pack (institution_id, id),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
create index report_scan_by_pack on report_scan (institution_id, pack_id, revision);
call declare_table('report_scan', 'owned', 'owned', 'select, insert, update');

-- The figures somebody saw last, so that the next look shows what moved.
create table report_look (
  institution_id uuid not null,
  pack_id uuid not null,
  account_id uuid not null,
  region_code text not null,
  figures json not null,
  looked_at timestamptz not null,
  primary key (institution_id, pack_id, account_id),
  foreign key (institution_id, pack_id) references report_pack (institution_id, id)
);
call declare_table('report_look', 'owned', 'owned', 'select, insert, update');

-- A locked bundle of a body of a lower level that works with another installation; owned by the commission that took it in.
create table report_import (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  whole text not null,
  kind text not null check (kind in ('obligation', 'rollup')),
  form_key text not null,
  form_sha256 text not null,
  source_id uuid not null,
  source_name text not null,
  source_region text not null,
  plan_title text not null,
  from_on date not null,
  to_on date not null,
  due_on date not null,
  revision int not null,
  submitted_at timestamptz not null,
  on_time boolean,
  signed_name text not null,
  signed_post text not null,
  content text not null,
  sha256 text not null,
  lines json not null,
  software text not null,
  imported_at timestamptz not null,
  imported_by uuid not null,
  imported_name text not null,
  primary key (institution_id, id),
  unique (institution_id, whole)
);
create index report_import_by_form on report_import (institution_id, form_key, to_on);
call declare_table('report_import', 'owned', 'owned', 'select, insert');

create table report_import_scan (
  institution_id uuid not null,
  import_id uuid not null,
  file_id uuid not null,
  region_code text not null,
  name text not null,
  sha256 text not null,
  primary key (institution_id, import_id, file_id),
  foreign key (institution_id, import_id) references report_import (institution_id, id),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
call declare_table('report_import_scan', 'owned', 'owned', 'select, insert');

-- How far the opening and filling of a campaign's packs has come; owned by the commission that runs the campaign.
create table report_run (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  plan_id uuid not null,
  total int not null,
  done int not null,
  packs int not null,
  failed text not null default '',
  started_at timestamptz not null,
  progress_at timestamptz not null,
  finished_at timestamptz,
  primary key (institution_id, id)
);
create index report_run_by_plan on report_run (institution_id, plan_id, started_at desc);
call declare_table('report_run', 'owned', 'owned', 'select, insert, update');
