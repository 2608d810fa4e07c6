-- What the review of a month is drawn of, gathered once from its lines instead of each time somebody looks at it.

create table charge_frame (
  institution_id uuid not null,
  month date not null,
  region_code text not null,
  -- The state of the month's lines it was gathered from (charge_month.version); with another one it says nothing.
  version int not null,
  prescriptions int not null,
  stays int not null,
  packed bytea not null,
  made_at timestamptz not null,
  primary key (institution_id, month)
);
alter table charge_frame alter column packed set storage external;
call declare_table('charge_frame', 'owned', 'owned', 'select, insert, update');

-- Months of all institutions that are just over: whose frame is missing is asked every minute.
create index charge_month_by_month on charge_month (month);
