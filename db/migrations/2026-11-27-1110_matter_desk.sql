-- What goes out of matters and what their desk keeps: published answers, draws for a second look, duty rosters, canned answers.

-- What citizens read of an answered matter: redacted, approved by a second person.
create table matter_published (
  institution_id uuid not null,
  matter_id uuid not null,
  region_code text not null,
  kind text not null,
  category text,
  title text not null,
  question text not null,
  answer text not null,
  verdict text,
  received_on date not null,
  answered_on date not null,
  published_at timestamptz not null,
  listed boolean not null,
  grams int[] not null,
  primary key (institution_id, matter_id),
  foreign key (institution_id, matter_id) references matter (institution_id, id)
);
create index matter_published_by_time on matter_published (published_at desc, matter_id desc) where listed;
create index matter_published_of_body on matter_published (institution_id, published_at desc, matter_id desc) where listed;
create index matter_published_words on matter_published using gin (grams) where listed;
call declare_table('matter_published', 'owned', 'owned', 'select, insert, update');

-- What was drawn for a second look, and how: anybody can draw it again.
create table matter_draw (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text not null,
  drawn_at timestamptz not null,
  seed text not null,
  share numeric not null,
  candidates uuid[] not null,
  drawn uuid[] not null,
  primary key (institution_id, id)
);
call declare_table('matter_draw', 'owned', 'owned', 'select, insert');

-- Who answers the complaint telephone when.
create table duty_roster (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  staff_id uuid not null,
  phone text not null default '',
  note text not null default '',
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, staff_id) references staff (institution_id, id),
  check (to_at > from_at)
);
create index duty_roster_by_time on duty_roster (institution_id, to_at);
call declare_table('duty_roster', 'owned', 'owned');

create table canned_answer (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  kind text,
  title text not null,
  text text not null,
  revision int not null,
  changed_by uuid not null,
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (institution_id, id)
);
create index canned_answer_by_title on canned_answer (institution_id, title, id);
call declare_table('canned_answer', 'owned', 'owned');
