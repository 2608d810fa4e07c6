-- What measures and verdicts were told of bookings and of places, so that every change is told once and none is forgotten.

-- The state of a booking that was told last, as rules/fact.ts writes it; null before the first. A job follows every change.
alter table booking add column told text;
-- A column of its own, since nobody can tell beforehand how often an expression is true: by it the few that wait are found among many.
alter table booking add column untold boolean generated always as
  (told is distinct from (state || case when excused is null then '' else '+' end || case when reminded & 3 = 0 then '' else '!' end)) stored;
create index booking_untold on booking (institution_id, id) where untold;

-- How many places a clinic was told to have on a day.
create table clinic_day_told (
  institution_id uuid not null,
  clinic_id uuid not null,
  on_date date not null,
  region_code text not null,
  id uuid not null,
  department_id uuid not null,
  service text not null,
  name text not null,
  places int not null,
  slots int not null,
  told_at timestamptz not null,
  primary key (institution_id, clinic_id, on_date),
  foreign key (institution_id, clinic_id) references clinic (institution_id, id)
);
create index clinic_day_told_in_order on clinic_day_told (institution_id, on_date, id);
call declare_table('clinic_day_told', 'owned', 'owned', 'select, insert, update');
