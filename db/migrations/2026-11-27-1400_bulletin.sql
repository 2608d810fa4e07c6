-- Monthly bulletins on complaints and rectification: the work on one, approvals, what was published, exact figures behind it, papers, receipts, register numbers, visits.

-- One bulletin of a commission for one month. `state` and `version` are where the work stands; what was published lies in
-- bulletin_version and does not change any more.
create table bulletin (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  month_on date not null,
  state text not null check (state in ('draft', 'waiting', 'approved', 'published')),
  version int not null,
  -- Counts every change, so that a stale page is noticed.
  revision int not null,
  -- By field: what was written, and the drafted text it was written against.
  texts jsonb not null,
  -- Register number, given with the first publication and kept by corrections.
  number_year int,
  number int,
  -- What is laid before the head: canonical JSON as it will be published, its hash, and the exact figures behind it.
  content text,
  sha256 text,
  figures text,
  -- A correction of words keeps the figures of the version before; null takes them anew.
  kept_figures text,
  submitted_by uuid,
  submitted_name text,
  submitted_at timestamptz,
  approval_id uuid,
  returned_remark text,
  returned_name text,
  returned_at timestamptz,
  -- The first publication.
  published_at timestamptz,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  changed_name text not null,
  primary key (institution_id, id),
  unique (institution_id, month_on),
  check ((state in ('waiting', 'approved')) = (content is not null)),
  check ((state = 'approved') = (approval_id is not null)),
  check ((number is null) = (published_at is null))
);
call declare_table('bulletin', 'owned', 'owned', 'select, insert, update');

-- Who approved which words, when, in which post. Kept also where a later change made it void.
create table bulletin_approval (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  bulletin_id uuid not null,
  version int not null,
  account_id uuid not null,
  staff_id uuid not null,
  name text not null,
  post text not null,
  approved_at timestamptz not null,
  sha256 text not null,
  primary key (institution_id, id),
  foreign key (institution_id, bulletin_id) references bulletin (institution_id, id)
);
create index bulletin_approval_by_bulletin on bulletin_approval (institution_id, bulletin_id, version);
call declare_table('bulletin_approval', 'owned', 'owned', 'select, insert');

-- The exact figures of a published version, small ones too: for the commission only.
create table bulletin_figures (
  institution_id uuid not null,
  bulletin_id uuid not null,
  version int not null,
  region_code text not null,
  figures text not null,
  primary key (institution_id, bulletin_id, version),
  foreign key (institution_id, bulletin_id) references bulletin (institution_id, id)
);
call declare_table('bulletin_figures', 'owned', 'owned', 'select, insert');

-- What was published, for everybody, word for word; nobody can change or remove it, the application has no right to.
create table bulletin_version (
  bulletin_id uuid not null,
  version int not null,
  institution_id uuid not null,
  region_code text not null,
  -- The commission's scope: whom the bulletin is addressed to.
  region_prefix text not null,
  month_on date not null,
  number_year int not null,
  number int not null,
  -- As printed: 云卫通报〔2026〕3号.
  number_printed text not null,
  title text not null,
  -- How many institutions it is addressed to.
  addressed int not null,
  content text not null,
  sha256 text not null,
  change_note text,
  -- Every version carries the day of the first one as well, for lists.
  first_published_at timestamptz not null,
  published_at timestamptz not null,
  published_name text not null,
  primary key (bulletin_id, version),
  unique (institution_id, month_on, version)
);
create index bulletin_version_by_day on bulletin_version (published_at desc, bulletin_id);
call declare_table('bulletin_version', 'reference', 'issued', 'select, insert');

-- The PDF of a version, or why there is none.
create table bulletin_paper (
  bulletin_id uuid not null,
  version int not null,
  institution_id uuid not null,
  region_code text not null,
  state text not null check (state in ('made', 'failed', 'unavailable')),
  file_id uuid,
  size bigint,
  reason text,
  made_at timestamptz not null,
  primary key (bulletin_id, version),
  check ((state = 'made') = (file_id is not null))
);
call declare_table('bulletin_paper', 'reference', 'issued', 'select, insert, update');

-- An institution confirms that it received a version (签收); owned by the institution.
create table bulletin_receipt (
  institution_id uuid not null,
  bulletin_id uuid not null,
  version int not null,
  region_code text not null,
  account_id uuid not null,
  name text not null,
  post text not null,
  received_at timestamptz not null,
  primary key (institution_id, bulletin_id, version)
);
create index bulletin_receipt_by_bulletin on bulletin_receipt (bulletin_id, version);
call declare_table('bulletin_receipt', 'owned', 'owned', 'select, insert');

-- The last register number of a commission in a year.
create table bulletin_number (
  institution_id uuid not null,
  year int not null,
  region_code text not null,
  last int not null,
  primary key (institution_id, year)
);
call declare_table('bulletin_number', 'owned', 'owned', 'select, insert, update');

-- Visits of an institution in a month, entered by its commission; everybody may divide by them.
create table bulletin_visits (
  institution_id uuid not null,
  month_on date not null,
  region_code text not null,
  visits int not null check (visits >= 0),
  entered_by uuid not null,
  entered_name text not null,
  entered_at timestamptz not null,
  primary key (institution_id, month_on)
);
call declare_table('bulletin_visits', 'owned', 'issued', 'select, insert, update, delete');
