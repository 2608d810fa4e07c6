-- Prescription review: rounds with their drawn samples, opinions, replies, the decisions of the expert group, what follows, and talks.

create table review_cycle (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  -- First day of the month whose prescriptions are reviewed.
  month date not null,
  state text not null check (state in ('reading', 'feedback', 'published')),
  -- The numbers it was drawn by (catalog/review.yaml as it was then, with the house's own).
  numbers jsonb not null,
  seed text not null,
  frame_hash text not null,
  outpatients int not null,
  discharges int not null,
  -- Of all prescriptions of the month: too many drugs, too long or too dear without a stated reason.
  oversized int not null,
  -- Parts of the sample as the rule made them: strata, top tens, sizes.
  drawn jsonb not null,
  drawn_on date not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  fed_back_at timestamptz,
  reply_due_on date,
  published_at timestamptz,
  published_by uuid,
  -- Frozen with the publication: the worksheet's sums, agreement, codes.
  result jsonb,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint review_month_once unique (institution_id, month)
);
create index review_cycle_published on review_cycle (institution_id, published_at);
call declare_table('review_cycle', 'owned', 'owned', 'select, insert, update');

-- All that could be drawn, as the text whose hash the round keeps, packed: whoever has it makes the draw once more.
create table review_frame (
  institution_id uuid not null,
  cycle_id uuid not null,
  region_code text not null,
  packed bytea not null,
  primary key (institution_id, cycle_id),
  foreign key (institution_id, cycle_id) references review_cycle (institution_id, id)
);
call declare_table('review_frame', 'owned', 'owned', 'select, insert');

create table review_item (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  cycle_id uuid not null,
  -- Its place in the round, mixed by the seed.
  no int not null,
  part text not null check (part in ('outpatient', 'inpatient', 'double-ten')),
  -- Of a top prescriber and with a top drug, whatever part it was drawn for.
  double_ten boolean not null,
  -- Its number in the hospital's own system; found by it in the frame.
  ref text not null,
  on_date date not null,
  visit_kind text not null check (visit_kind in ('outpatient', 'emergency', 'inpatient')),
  department_id uuid,
  -- Who prescribed: never shown to whoever reads it.
  prescriber_id uuid,
  -- The prescription as it was when it was drawn; later corrections of lines do not change what was judged.
  content jsonb not null,
  -- What the machine noticed: codes with their reason in words.
  hints jsonb not null,
  reader_id uuid not null,
  second_reader_id uuid,
  state text not null check (state in ('open', 'second', 'split', 'settled', 'replied', 'final')),
  -- What stands now: null until it is settled.
  codes text[],
  reply text,
  replied_at timestamptz,
  -- The prescriber agrees with what was found.
  accepted_at timestamptz,
  decided_at timestamptz,
  changed_at timestamptz not null,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint review_item_once unique (institution_id, cycle_id, no),
  foreign key (institution_id, cycle_id) references review_cycle (institution_id, id),
  check (second_reader_id is null or second_reader_id <> reader_id),
  check ((reply is null) = (replied_at is null))
);
create index review_item_of_reader on review_item (institution_id, reader_id, cycle_id, no) where state = 'open';
create index review_item_of_second on review_item (institution_id, second_reader_id, cycle_id, no) where state in ('open', 'second');
create index review_item_of_prescriber on review_item (institution_id, prescriber_id, cycle_id);
create index review_item_to_decide on review_item (institution_id, cycle_id, no) where state in ('split', 'replied');
call declare_table('review_item', 'owned', 'owned', 'select, insert, update');

-- One opinion of one person on one prescription; a corrected one takes the place of the first, the chain keeps both.
create table review_opinion (
  institution_id uuid not null,
  item_id uuid not null,
  -- 1 first reader, 2 second reader, 3 expert group before the feedback, 4 after a reply.
  turn int not null check (turn between 1 and 4),
  staff_id uuid not null,
  id uuid not null,
  region_code text not null,
  cycle_id uuid not null,
  codes text[] not null,
  -- Hints of the machine that were not taken.
  rejected text[] not null,
  note text not null default '',
  given_at timestamptz not null,
  primary key (institution_id, item_id, turn, staff_id),
  foreign key (institution_id, item_id) references review_item (institution_id, id)
);
create unique index review_opinion_reader_once on review_opinion (institution_id, item_id, turn) where turn in (1, 2);
create index review_opinion_of_cycle on review_opinion (institution_id, cycle_id, turn);
create index review_opinion_by_time on review_opinion (institution_id, given_at);
call declare_table('review_opinion', 'owned', 'owned', 'select, insert, update, delete');

create table review_expert (
  institution_id uuid not null,
  staff_id uuid not null,
  region_code text not null,
  field text not null check (field in ('pharmacy', 'clinical', 'microbiology', 'management')),
  since_at timestamptz not null,
  primary key (institution_id, staff_id),
  foreign key (institution_id, staff_id) references staff (institution_id, id)
);
call declare_table('review_expert', 'owned', 'owned', 'select, insert, update, delete');

-- The house's own numbers: beyond what the rule asks, never below it.
create table review_setting (
  institution_id uuid not null,
  region_code text not null,
  numbers jsonb not null,
  -- Department → the amount in cents above which a prescription is oversized.
  limits jsonb not null,
  changed_at timestamptz not null,
  revision int not null default 1,
  primary key (institution_id)
);
call declare_table('review_setting', 'owned', 'owned', 'select, insert, update');

-- What the rules would let follow for a prescriber: a proposal, until a person decided on it with a reason.
create table review_proposal (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  cycle_id uuid not null,
  staff_id uuid not null,
  kind text not null check (kind in ('assessment', 'warning', 'cancel')),
  found int not null,
  item_ids uuid[] not null,
  made_at timestamptz not null,
  state text not null check (state in ('open', 'taken', 'rejected')),
  reason text,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint review_proposal_once unique (institution_id, cycle_id, staff_id, kind),
  foreign key (institution_id, cycle_id) references review_cycle (institution_id, id),
  check ((state = 'open') = (reason is null))
);
create index review_proposal_of_staff on review_proposal (institution_id, staff_id, made_at);
call declare_table('review_proposal', 'owned', 'owned', 'select, insert, update');

create table review_talk (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  cycle_id uuid not null,
  staff_id uuid not null,
  reason text not null,
  listed_at timestamptz not null,
  due_at timestamptz not null,
  due_on date not null,
  state text not null check (state in ('due', 'held', 'closed')),
  held_on date,
  held_at timestamptz,
  persons text,
  said text,
  commitment text,
  follow_on date,
  follow_at timestamptz,
  outcome text check (outcome in ('improved', 'unchanged', 'worse')),
  outcome_note text,
  closed_at timestamptz,
  revision int not null default 1,
  primary key (institution_id, id),
  constraint review_talk_once unique (institution_id, cycle_id, staff_id),
  foreign key (institution_id, cycle_id) references review_cycle (institution_id, id),
  check ((state = 'due') = (held_on is null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index review_talk_open on review_talk (institution_id, due_at) where state <> 'closed';
create index review_talk_to_follow on review_talk (follow_on) where state = 'held';
call declare_table('review_talk', 'owned', 'owned', 'select, insert, update');
