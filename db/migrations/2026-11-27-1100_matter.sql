-- Matters: what must be answered and closed; their authors (sealed), timelines, parts, files, receipts, numbers and the blind index of their words.

create table matter (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null,
  kind_version int not null,
  number text not null,
  title text not null,
  body text not null,
  category text,
  channel text not null,
  place text not null default '',
  -- The department it is about, as the author or the clerk named it.
  department_id uuid,
  plan_id uuid,
  clause_id uuid,
  -- The people complained about or concerned: they never see it.
  subject_staff_ids uuid[] not null default '{}',
  state text not null,
  state_at timestamptz not null,
  phase text not null check (phase in ('open', 'settled', 'closed')),
  revision int not null,
  -- The clock of the state with everything that explains it; the code of its rule.
  deadline jsonb,
  deadline_code text,
  -- When the next thing must be done: the clock, or the date of a chase that comes before it. Null while nothing runs.
  due_at timestamptz,
  -- The same with a far day in place of null: the order of the work list.
  work_at timestamptz not null,
  -- Until when the body owes its answer, and since when it no longer does.
  settle_due_at timestamptz,
  settled_at timestamptz,
  holder_department_id uuid,
  handler_staff_id uuid,
  first_department_id uuid,
  first_staff_id uuid,
  entered_by uuid not null,
  entered_name text not null,
  offered_department_id uuid,
  offered_at timestamptz,
  refusals int not null default 0,
  joined int not null default 0,
  joined_reason text,
  harm boolean not null default false,
  urgent boolean not null default false,
  verdict text,
  responsible jsonb not null default '[]',
  solved boolean,
  satisfied boolean,
  -- When somebody who had not handled it asked its author last.
  called_back_at timestamptz,
  answer text,
  answered_by uuid,
  measure text not null default '',
  limit_on date,
  chase_text text,
  chase_at timestamptz,
  chase_due_at timestamptz,
  chase_answered_at timestamptz,
  received_at timestamptz not null,
  accepted_at timestamptz,
  first_response_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  accepted_in_time boolean,
  answered_in_time boolean,
  reopened int not null default 0,
  rectified_at timestamptz,
  checked_at timestamptz,
  signed_off_at timestamptz,
  -- When somebody looks again whether it stayed so; null where it was not drawn.
  recheck_at timestamptz,
  rechecked_at timestamptz,
  recheck_held boolean,
  parent_institution_id uuid,
  parent_id uuid,
  merged_into uuid,
  linked uuid[] not null default '{}',
  published_at timestamptz,
  -- The next step of the ladder and when it is taken; null when none is left.
  ladder_step int not null default 0,
  next_step_at timestamptz,
  has_author boolean not null,
  files int not null default 0,
  -- The number another house gave it: a hotline order, a petition.
  origin_number text,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  constraint matter_number_once unique (institution_id, number),
  foreign key (institution_id, department_id) references department (institution_id, id),
  foreign key (institution_id, holder_department_id) references department (institution_id, id),
  check ((phase = 'closed') = (closed_at is not null))
);
create index matter_work on matter (institution_id, work_at, id) where phase = 'open';
create index matter_work_over_region on matter (work_at, id) where phase = 'open';
create index matter_by_receipt on matter (institution_id, received_at desc, id desc);
create index matter_of_kind on matter (institution_id, kind, received_at desc, id desc);
create index matter_over_region on matter (received_at desc, id desc);
create index matter_of_handler on matter (institution_id, handler_staff_id, work_at, id) where phase = 'open' and handler_staff_id is not null;
create index matter_owed on matter (institution_id, kind, settle_due_at) where settled_at is null;
-- A period that is over asks which were still open at its end.
create index matter_settled_when on matter (institution_id, kind, settled_at) where settled_at is not null;
create index matter_of_plan on matter (institution_id, plan_id, kind, received_at desc, id desc) where plan_id is not null;
create index matter_next_step on matter (next_step_at) where next_step_at is not null;
create index matter_settled on matter (state, state_at) where phase = 'settled';
create index matter_chased on matter (chase_due_at, id) where chase_due_at is not null and chase_answered_at is null;
-- Children stand at whatever body.
create index matter_children on matter (parent_id) where parent_id is not null;
create index matter_merged on matter (institution_id, merged_into) where merged_into is not null;
-- A redirected matter arrives once, however often its job runs.
create unique index matter_redirected_once on matter (institution_id, parent_institution_id, parent_id) where parent_institution_id <> institution_id;
create unique index matter_origin_once on matter (institution_id, channel, origin_number) where origin_number is not null;
call declare_table('matter', 'owned', 'owned', 'select, insert, update');

-- Who brought it, sealed. Read by one function, which records who read it.
create table matter_author (
  institution_id uuid not null,
  matter_id uuid not null,
  region_code text not null,
  -- JSON of name, phone, id number, address and whatever else leads to the person.
  sealed bytea not null,
  phone_index text,
  primary key (institution_id, matter_id),
  foreign key (institution_id, matter_id) references matter (institution_id, id)
);
-- A commission looks for a caller over all bodies of its region.
create index matter_author_by_phone on matter_author (phone_index, institution_id) where phone_index is not null;
call declare_table('matter_author', 'owned', 'owned', 'select, insert, update');

-- The timeline; never changed.
create table matter_event (
  institution_id uuid not null,
  matter_id uuid not null,
  seq int not null,
  region_code text not null,
  at timestamptz not null,
  move text not null,
  from_state text,
  to_state text not null,
  by_kind text not null check (by_kind in ('staff', 'superior', 'author', 'system')),
  by_id uuid not null,
  by_name text not null,
  department_id uuid,
  -- For the house; and what the author may read.
  words text not null default '',
  public_words text not null default '',
  params jsonb not null default '{}',
  file_ids uuid[] not null default '{}',
  primary key (institution_id, matter_id, seq),
  foreign key (institution_id, matter_id) references matter (institution_id, id)
);
call declare_table('matter_event', 'owned', 'owned', 'select, insert');

-- A department that was joined: its part of the work.
create table matter_part (
  institution_id uuid not null,
  matter_id uuid not null,
  department_id uuid not null,
  region_code text not null,
  task text not null default '',
  answer text,
  answered_name text,
  answered_at timestamptz,
  joined_at timestamptz not null,
  primary key (institution_id, matter_id, department_id),
  foreign key (institution_id, matter_id) references matter (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
call declare_table('matter_part', 'owned', 'owned', 'select, insert, update');

create table matter_file (
  institution_id uuid not null,
  matter_id uuid not null,
  file_id uuid not null,
  region_code text not null,
  -- Step × 100 + place in the request: files are shown in the order they came.
  seq int not null,
  -- 'author' handed it in; 'house' added it; before and after are evidence of a rectification.
  role text not null check (role in ('author', 'house', 'before', 'after')),
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  -- The author may see it on the follow page.
  open boolean not null,
  added_name text not null,
  added_at timestamptz not null,
  primary key (institution_id, matter_id, file_id),
  foreign key (institution_id, matter_id) references matter (institution_id, id),
  foreign key (institution_id, file_id) references file (institution_id, id)
);
call declare_table('matter_file', 'owned', 'owned', 'select, insert');

-- From a receipt code, or an account, to the matter: the only way across bodies.
create table matter_receipt (
  code_index text primary key,
  institution_id uuid not null,
  region_code text not null,
  matter_id uuid not null,
  -- Keyed hash of code and last four digits of the phone; null where none was given.
  tail_index text,
  -- Both null for secret kinds: such a matter is found by its code alone.
  phone_index text,
  account_id uuid,
  -- Keyed hash of what was sent, so that a form sent twice is one matter.
  sent_index text not null unique,
  created_at timestamptz not null
);
create index matter_receipt_by_phone on matter_receipt (phone_index) where phone_index is not null;
create index matter_receipt_by_account on matter_receipt (account_id) where account_id is not null;
call declare_table('matter_receipt', 'local', 'owned', 'select, insert');

-- Wrong codes, by whose they were and by hour.
create table matter_receipt_try (
  subject text not null,
  hour timestamptz not null,
  tries int not null,
  primary key (subject, hour)
);
call declare_table('matter_receipt_try', 'local', 'open');

create table matter_number (
  institution_id uuid not null,
  kind text not null,
  year int not null,
  region_code text not null,
  last int not null,
  primary key (institution_id, kind, year)
);
call declare_table('matter_number', 'owned', 'owned', 'select, insert, update');

-- Pairs of characters of title and text, as keyed hashes: a word is found at once and nothing can be read from it. Row
-- security lets no index on values be used, so every row may be read; what is found is then read from matter itself.
create table matter_gram (
  institution_id uuid not null,
  matter_id uuid not null,
  region_code text not null,
  received_at timestamptz not null,
  grams int[] not null,
  primary key (institution_id, matter_id)
);
create index matter_gram_words on matter_gram using gin (grams);
create index matter_gram_by_receipt on matter_gram (institution_id, received_at desc, matter_id desc);
create index matter_gram_over_region on matter_gram (region_code, received_at desc, matter_id desc);
-- Words never change once they are entered: what is added later stands in the timeline.
call declare_table('matter_gram', 'owned', 'issued', 'select, insert');
create policy index_own on matter_gram for insert with check (institution_id = nullif(current_setting('app.institution', true), '')::uuid);
