-- Prescription and fee lines: what a hospital's own system bills, line by line, in partitions by month; the files they came in, what
-- was turned away, and the sums that rankings and ratios read.

-- Drugs (and materials worth marking) by national insurance code: public knowledge, kept once for everybody.
create table drug_item (
  code text primary key,
  atc text not null default '',
  generic_name text not null,
  name text not null,
  form text not null default '',
  strength text not null default '',
  -- The unit that lines are billed in (box, vial), and how many defined daily doses one of it holds.
  unit text not null default '',
  ddd numeric(14, 4),
  ddd_unit text not null default '',
  ddds_per_unit numeric(14, 6),
  antibiotic text not null default 'none' check (antibiotic in ('none', 'unrestricted', 'restricted', 'special')),
  control text not null default 'none' check (control in ('none', 'narcotic', 'psychotropic-1', 'psychotropic-2', 'toxic', 'radioactive')),
  essential boolean not null default false,
  negotiated boolean not null default false,
  central boolean not null default false,
  key_monitored boolean not null default false,
  herbal boolean not null default false,
  injection boolean not null default false,
  high_value boolean not null default false,
  source text not null,
  changed_at timestamptz not null
);
call declare_table('drug_item', 'reference', 'open', 'select, insert, update');

-- How the export of one hospital system reads: which column is which field. Each change is a version of its own.
create table charge_mapping (
  institution_id uuid not null,
  id uuid not null,
  version int not null,
  region_code text not null,
  system text not null,
  -- The headings it belongs to, in their order: a file with the same headings finds its mapping by itself.
  headings text[] not null,
  columns jsonb not null,
  kinds jsonb not null default '{}',
  confirmed_by uuid not null,
  confirmed_name text not null,
  confirmed_at timestamptz not null,
  primary key (institution_id, id, version)
);
call declare_table('charge_mapping', 'owned', 'owned', 'select, insert');

-- What a code of the hospital's system stands for here: a department, a member of staff, an item of the national list.
create table charge_code (
  institution_id uuid not null,
  kind text not null check (kind in ('department', 'prescriber', 'item')),
  code text not null,
  region_code text not null,
  name text not null default '',
  target_id uuid,
  item_code text,
  changed_at timestamptz not null,
  primary key (institution_id, kind, code),
  check ((kind = 'item') = (target_id is null)),
  check ((kind = 'item') = (item_code is not null))
);
call declare_table('charge_code', 'owned', 'owned');

create table charge_file (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  size bigint not null,
  pieces int not null,
  format text not null default '' check (format in ('', 'csv', 'xlsx', 'fhir')),
  encoding text not null default '',
  sha256 text not null default '',
  state text not null check (state in ('coming', 'asked', 'ready', 'reading', 'held', 'done', 'same', 'refused', 'withdrawn')),
  mapping_id uuid,
  mapping_version int,
  -- Bytes of the text that are in the tables, and the lines before them: where reading goes on after whatever stopped it.
  position bigint not null default 0,
  text_bytes bigint not null default 0,
  lines int not null default 0,
  kept int not null default 0,
  same int not null default 0,
  corrected int not null default 0,
  rejected int not null default 0,
  from_on date,
  to_on date,
  -- Of an earlier file with the same content.
  same_as uuid,
  fault text,
  fault_detail text not null default '',
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  begun_at timestamptz,
  done_at timestamptz,
  touched_at timestamptz not null,
  primary key (institution_id, id)
);
create index charge_file_by_content on charge_file (institution_id, sha256) where state = 'done';
create index charge_file_by_time on charge_file (institution_id, made_at desc, id);
create index charge_file_waiting on charge_file (touched_at) where state in ('ready', 'reading', 'held');
call declare_table('charge_file', 'owned', 'owned', 'select, insert, update');

-- A file as it comes, piece by piece, so that an upload goes on where it broke off; gone once the lines are in.
create table charge_piece (
  institution_id uuid not null,
  file_id uuid not null,
  n int not null,
  region_code text not null,
  size int not null,
  bytes bytea not null,
  primary key (institution_id, file_id, n),
  foreign key (institution_id, file_id) references charge_file (institution_id, id)
);
alter table charge_piece alter column bytes set storage external;
call declare_table('charge_piece', 'owned', 'owned', 'select, insert, delete');

-- Lines that could not be taken: where, which column, why, and the cell; nothing else of the line, which names a patient.
create table charge_reject (
  institution_id uuid not null,
  file_id uuid not null,
  line_no int not null,
  region_code text not null,
  field text not null,
  heading text not null,
  reason text not null,
  cell text not null,
  primary key (institution_id, file_id, line_no),
  foreign key (institution_id, file_id) references charge_file (institution_id, id)
);
call declare_table('charge_reject', 'owned', 'owned', 'select, insert, delete');

-- One line of a bill. Money in cents, refunds negative. No name of a patient: a keyed index and an age in days.
create table charge_line (
  institution_id uuid not null,
  on_date date not null,
  -- The prescription, else the visit it belongs to; '' for neither.
  doc_no text not null,
  -- Of the system's own line id, else of everything that identifies the line and its place among equal ones.
  line_key uuid not null,
  region_code text not null,
  file_id uuid not null,
  line_no int not null,
  kind text not null,
  visit_kind text not null,
  visit_no text not null,
  prescription_no text not null,
  department_id uuid,
  department_code text not null,
  staff_id uuid,
  prescriber_code text not null,
  item_code text not null,
  item_name text not null,
  quantity numeric not null,
  unit text not null,
  amount_cents bigint not null,
  self_pay_cents bigint not null,
  dose numeric,
  dose_unit text not null,
  frequency text not null,
  days int,
  route text not null,
  diagnoses text not null,
  patient_index uuid,
  age_days int,
  long_term boolean not null,
  reason text not null,
  procurement text not null,
  admitted_on date,
  discharged_on date,
  -- Of all that is said above: a line that comes again with another is a correction.
  content uuid not null,
  primary key (institution_id, on_date, doc_no, line_key)
) partition by range (on_date);
call declare_table('charge_line', 'owned', 'owned');

-- Partitions lie apart, where the application has no way in but through the table; each is under row security all the same.
create schema charge;

create procedure charge_guard(part text) language plpgsql as $$
declare
  own text := $p$(institution_id = nullif(current_setting('app.institution', true), '')::uuid
    or region_code like nullif(current_setting('app.region', true), '') || '%')$p$;
begin
  execute format('alter table charge.%I enable row level security', part);
  execute format('alter table charge.%I force row level security', part);
  execute format('create policy own_rows on charge.%I using %s with check %s', part, own, own);
end $$;
revoke all on procedure charge_guard(text) from public;

-- What no month was made ready for: nothing, but after a restore everything.
create table charge.line_rest partition of charge_line default;
call charge_guard('line_rest');

-- Makes the months from one to another ready, once; called before lines are written. What lies in the rest moves over.
create function charge_months(from_on date, to_on date) returns void
language plpgsql security definer set search_path = public as $$
declare
  -- The owner is under row security as well: to move rows it must see them, and sees after that what the caller saw.
  seen text := coalesce(current_setting('app.region', true), '');
  month date := date_trunc('month', from_on)::date;
  part text;
begin
  if from_on < date '2000-01-01' or to_on > date '2199-12-31' or to_on < from_on or to_on - from_on > 4000 then
    raise exception 'charge_months: % to % is no range of months', from_on, to_on;
  end if;
  while month <= to_on loop
    part := format('line_%s', to_char(month, 'YYYY_MM'));
    if to_regclass(format('charge.%I', part)) is null then
      perform pg_advisory_xact_lock(hashtext('charge_months'));
      if to_regclass(format('charge.%I', part)) is null then
        execute format('create table charge.%I (like charge_line including all)', part);
        perform set_config('app.region', '%', true);
        execute format('with moved as (delete from charge_line where on_date >= %L and on_date < %L returning *) insert into charge.%I select * from moved', month, (month + interval '1 month')::date, part);
        perform set_config('app.region', seen, true);
        call charge_guard(part);
        execute format('alter table charge_line attach partition charge.%I for values from (%L) to (%L)', part, month, (month + interval '1 month')::date);
      end if;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
end $$;
revoke all on function charge_months(date, date) from public;
do $$ begin execute format('grant execute on function charge_months(date, date) to %I', current_setting('huiyin.app_role')); end $$;

-- Sums of a day and department (zero for none), made anew from the lines of a month whenever a file of it is done. A visit
-- and a prescription count once, on the day and at the department of their first line, unless everything of them was refunded.
create table charge_day (
  institution_id uuid not null,
  on_date date not null,
  department_id uuid not null,
  region_code text not null,
  medical_cents bigint not null,
  outpatient_cents bigint not null,
  inpatient_cents bigint not null,
  self_pay_cents bigint not null,
  drug_cents bigint not null,
  outpatient_drug_cents bigint not null,
  inpatient_drug_cents bigint not null,
  herbal_cents bigint not null,
  negotiated_cents bigint not null,
  -- Drugs that are negotiated and centrally procured at once, so that both can be left out without leaving them out twice.
  both_cents bigint not null,
  central_cents bigint not null,
  -- All drugs of the same generic names as the centrally procured ones.
  central_same_cents bigint not null,
  essential_cents bigint not null,
  key_monitored_cents bigint not null,
  antibiotic_cents bigint not null,
  material_cents bigint not null,
  high_value_cents bigint not null,
  service_cents bigint not null,
  exam_cents bigint not null,
  lab_cents bigint not null,
  other_cents bigint not null,
  outpatient_visits int not null,
  emergency_visits int not null,
  -- Inpatients by the day they were discharged, and how many days they had stayed.
  discharges int not null,
  patient_days int not null,
  prescriptions int not null,
  antibiotic_prescriptions int not null,
  outpatient_antibiotic_visits int not null,
  emergency_antibiotic_visits int not null,
  inpatient_antibiotic_patients int not null,
  -- Of inpatients, in defined daily doses.
  antibiotic_ddds numeric(18, 3) not null,
  -- What was last told of it as a fact; null for nothing.
  told jsonb,
  is_told boolean not null,
  primary key (institution_id, on_date, department_id)
);
create index charge_day_untold on charge_day (institution_id, on_date) where not is_told;
call declare_table('charge_day', 'owned', 'owned');

-- Sums of a month by prescriber within a department (zero for none): double-ten of persons and departments, leagues, drill-down.
create table charge_prescriber_month (
  institution_id uuid not null,
  month date not null,
  department_id uuid not null,
  staff_id uuid not null,
  -- The system's own code where it stands for nobody here.
  prescriber_code text not null,
  region_code text not null,
  lines int not null,
  medical_cents bigint not null,
  drug_cents bigint not null,
  herbal_cents bigint not null,
  negotiated_cents bigint not null,
  central_cents bigint not null,
  antibiotic_cents bigint not null,
  material_cents bigint not null,
  ddds numeric(18, 3) not null,
  visits int not null,
  prescriptions int not null,
  primary key (institution_id, month, department_id, staff_id, prescriber_code)
);
call declare_table('charge_prescriber_month', 'owned', 'owned');

-- Sums of a month by item: double-ten of drugs and consumables.
create table charge_item_month (
  institution_id uuid not null,
  month date not null,
  kind text not null,
  item_code text not null,
  region_code text not null,
  item_name text not null,
  unit text not null,
  lines int not null,
  amount_cents bigint not null,
  self_pay_cents bigint not null,
  quantity numeric(18, 4) not null,
  ddds numeric(18, 3) not null,
  prescriptions int not null,
  primary key (institution_id, month, kind, item_code)
);
call declare_table('charge_item_month', 'owned', 'owned');

-- When the lines of an institution's month last changed, by which file; whoever freezes or publishes a month reads it.
create table charge_month (
  institution_id uuid not null,
  month date not null,
  region_code text not null,
  lines int not null,
  version int not null,
  file_id uuid,
  changed_at timestamptz not null,
  primary key (institution_id, month)
);
call declare_table('charge_month', 'owned', 'owned');
