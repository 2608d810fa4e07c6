-- Surveys: questionnaires by version, tokens that prove a visit, the box where a sealed answer waits, and what a full box came to.
-- No answer of one person is ever a row that can be read (ADR 0022).

create table survey (
  institution_id uuid not null,
  region_code text not null,
  key text not null,
  audience text not null check (audience in ('outpatient', 'inpatient', 'staff', 'invited')),
  active boolean not null,
  -- A message with the link goes to whoever left a telephone number with the visit.
  by_message boolean not null,
  -- Fewer answers than this are neither counted nor shown.
  smallest int not null check (smallest between 5 and 200),
  revision int not null default 1,
  primary key (institution_id, key)
);
create index survey_active on survey (active, institution_id);
call declare_table('survey', 'owned', 'owned', 'select, insert, update');

create table survey_form (
  institution_id uuid not null,
  region_code text not null,
  survey_key text not null,
  version int not null check (version >= 1),
  state text not null check (state in ('draft', 'published')),
  -- As modules/survey/rules/form.ts says; never changed once published.
  content jsonb not null,
  made_by uuid not null,
  made_name text not null,
  published_on date,
  revision int not null default 1,
  primary key (institution_id, survey_key, version),
  foreign key (institution_id, survey_key) references survey (institution_id, key),
  check ((state = 'published') = (published_on is not null))
);
create unique index survey_form_one_draft on survey_form (institution_id, survey_key) where state = 'draft';
call declare_table('survey_form', 'owned', 'owned', 'select, insert, update, delete');

-- That somebody may answer once, and whether it was used: never what was answered, never whose it is.
create table survey_token (
  institution_id uuid not null,
  -- Keyed: the code follows from the visit and the installation's key, neither of which is here.
  token_index text not null,
  region_code text not null,
  survey_key text not null,
  version int not null,
  department_id uuid,
  way text not null check (way in ('booking', 'queue', 'admission', 'staff', 'invited', 'paper')),
  issued_at timestamptz not null,
  issued_on date not null,
  expires_on date not null,
  spent boolean not null default false,
  primary key (institution_id, token_index),
  foreign key (institution_id, survey_key, version) references survey_form (institution_id, survey_key, version)
);
create index survey_token_by_day on survey_token (institution_id, survey_key, issued_on);
create index survey_token_by_time on survey_token (institution_id, issued_at);
call declare_table('survey_token', 'owned', 'owned', 'select, insert, update');

-- A code is found by it alone, whatever body it is of.
create table survey_code (
  token_index text primary key,
  institution_id uuid not null,
  region_code text not null
);
call declare_table('survey_code', 'local', 'owned', 'select, insert');

-- Answers wait here sealed, all of one length, under a random id and without an hour, until enough of them lie together.
create table survey_box (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  survey_key text not null,
  version int not null,
  department_id uuid,
  on_date date not null,
  sealed bytea not null,
  primary key (institution_id, id)
);
create index survey_box_cell on survey_box (institution_id, survey_key, version, department_id);
call declare_table('survey_box', 'owned', 'owned', 'select, insert, delete');

-- What the answers of one emptied box came to, item by item: how often each choice, and "does not apply" last.
create table survey_tally (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  survey_key text not null,
  version int not null,
  -- Null: answers of departments too small to be told apart.
  department_id uuid,
  on_date date not null,
  sheets int not null check (sheets >= 5),
  items jsonb not null,
  primary key (institution_id, id)
);
create index survey_tally_by_day on survey_tally (institution_id, survey_key, on_date);
call declare_table('survey_tally', 'owned', 'owned', 'select, insert');

-- The same by dimension, and the total: the facts that measures count.
create table survey_score (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  tally_id uuid not null,
  survey_key text not null,
  version int not null,
  audience text not null,
  department_id uuid,
  on_date date not null,
  dimension text not null,
  -- Sheets that had a score in it, the sum of their scores (0 to 100 each, two decimals) and of the squares.
  sheets int not null check (sheets >= 1),
  points numeric(14, 2) not null,
  squares numeric(18, 4) not null,
  primary key (institution_id, id),
  foreign key (institution_id, tally_id) references survey_tally (institution_id, id)
);
create index survey_score_by_day on survey_score (institution_id, on_date, id);
create index survey_score_of_survey on survey_score (institution_id, survey_key, on_date);
create index survey_score_in_region on survey_score (region_code, on_date desc) where dimension = 'total';
call declare_table('survey_score', 'owned', 'owned', 'select, insert');

-- What somebody wrote, apart from what they ticked, without names, and unseen by others until a person has read it.
create table survey_comment (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  survey_key text not null,
  department_id uuid,
  on_date date not null,
  said text not null,
  state text not null check (state in ('waiting', 'published', 'withheld')),
  revision int not null default 1,
  primary key (institution_id, id)
);
create index survey_comment_by_day on survey_comment (institution_id, survey_key, on_date desc, id);
call declare_table('survey_comment', 'owned', 'owned', 'select, insert, update');

-- What was done with earlier answers: read by whoever has just answered, and by everybody on the page of results.
create table survey_deed (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  survey_key text not null,
  on_date date not null,
  said text not null,
  made_by uuid not null,
  made_name text not null,
  primary key (institution_id, id)
);
create index survey_deed_by_day on survey_deed (institution_id, survey_key, on_date desc, id desc);
call declare_table('survey_deed', 'owned', 'owned', 'select, insert');

-- Each invitation to be called back is used once; nothing here says which answer it followed.
create table survey_call_back (
  institution_id uuid not null,
  nonce_index text not null,
  region_code text not null,
  on_date date not null,
  primary key (institution_id, nonce_index)
);
call declare_table('survey_call_back', 'owned', 'owned', 'select, insert');
