-- Leading groups with their members, and the consultations put to them.

-- A group belongs to a body: the commission's own (from the plan), or that of one institution.
create table leading_group (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  plan_id uuid,
  name text not null,
  office text not null default '',
  office_director text not null default '',
  working_rules text not null default '',
  created_at timestamptz not null,
  primary key (institution_id, id)
);
call declare_table('leading_group', 'owned', 'owned', 'select, insert, update');
-- The roster of an issued plan is part of the issued text: every body reads it.
create policy read_issued on leading_group for select using (plan_id is not null);

create table group_member (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  group_id uuid not null,
  issued boolean not null default false,
  ordinal int not null,
  role text not null,
  name text not null,
  post_title text not null,
  -- The person behind the name, where it is known; may work for another body than the group's.
  staff_institution_id uuid,
  staff_id uuid,
  from_on date not null,
  to_on date,
  replaces uuid,
  primary key (institution_id, id),
  foreign key (institution_id, group_id) references leading_group (institution_id, id)
);
create index group_member_by_group on group_member (institution_id, group_id, ordinal);
call declare_table('group_member', 'owned', 'owned', 'select, insert, update');
create policy read_issued on group_member for select using (issued);

create table consult (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  group_id uuid not null,
  plan_id uuid,
  clause_id uuid,
  question text not null,
  background text not null default '',
  state text not null check (state in ('asked', 'convened', 'decided', 'declined')),
  asked_institution_id uuid not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamptz not null,
  meeting_on date,
  place text not null default '',
  attendees text not null default '',
  minutes text not null default '',
  decision text not null default '',
  declined_reason text not null default '',
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  duty_ids uuid[] not null default '{}',
  version int not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, group_id) references leading_group (institution_id, id)
);
create index consult_by_time on consult (institution_id, asked_at desc);
call declare_table('consult', 'owned', 'owned', 'select, insert, update');
-- Who asked, from another body, follows its question.
create policy read_asked on consult for select using (asked_institution_id = nullif(current_setting('app.institution', true), '')::uuid);
create policy ask_elsewhere on consult for insert with check (asked_institution_id = nullif(current_setting('app.institution', true), '')::uuid);
