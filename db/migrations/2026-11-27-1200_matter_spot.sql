-- Places where a poster with a code hangs (a counter, a ward), and what the public form counts to keep itself open for everybody.

create table matter_spot (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  code text not null,
  -- Null: the body as a whole, like its entrance.
  department_id uuid,
  place text not null,
  active boolean not null,
  revision int not null,
  created_name text not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, department_id) references department (institution_id, id)
);
create index matter_spot_by_place on matter_spot (institution_id, place, id);
call declare_table('matter_spot', 'owned', 'owned', 'select, insert, update');

-- From the code of a poster to its place: asked by whoever scans it, before any body is known.
create table matter_spot_code (
  code text primary key,
  institution_id uuid not null,
  region_code text not null,
  spot_id uuid not null
);
call declare_table('matter_spot_code', 'local', 'owned', 'select, insert');

-- How often the form was used, by keyed hashes of address, phone, device and text; nothing can be read from them.
create table matter_form_use (
  subject text not null,
  since timestamptz not null,
  uses int not null,
  primary key (subject, since)
);
create index matter_form_use_by_age on matter_form_use (since);
call declare_table('matter_form_use', 'local', 'open');
