-- Which campaigns of lower levels a commission counts in its own, where no common template says so: two campaigns can ask for
-- the same form in the same week, and only one of them is to be summed.
create table report_link (
  institution_id uuid not null,
  plan_id uuid not null,
  -- The lower level's campaign, here or in the installation its bundles come from.
  lower_plan_id uuid not null,
  region_code text not null,
  linked_at timestamptz not null,
  linked_by uuid not null,
  linked_name text not null,
  primary key (institution_id, plan_id, lower_plan_id)
);
call declare_table('report_link', 'owned', 'owned', 'select, insert, delete');
