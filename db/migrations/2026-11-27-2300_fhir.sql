-- Systems of an institution that read and write bookings by FHIR: clients, their tokens, and what they call things.

create table fhir_client (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  -- 'system/Slot.rs system/Appointment.crus'
  scopes text not null,
  secret_tail text not null,
  made_at timestamptz not null,
  made_by uuid not null,
  made_name text not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_name text,
  primary key (institution_id, id)
);
create unique index fhir_client_name_once on fhir_client (institution_id, name) where revoked_at is null;
call declare_table('fhir_client', 'owned', 'owned', 'select, insert, update');

-- From a client's id to its institution, before any scope is known; gone when it is revoked.
create table fhir_secret (
  client_id uuid primary key,
  institution_id uuid not null,
  region_code text not null,
  secret_hash text not null
);
call declare_table('fhir_secret', 'local', 'owned', 'select, insert, delete');

-- Access tokens, by their hash; short-lived.
create table fhir_token (
  token_hash text primary key,
  institution_id uuid not null,
  region_code text not null,
  client_id uuid not null,
  scopes text not null,
  expires_at timestamptz not null
);
create index fhir_token_of_client on fhir_token (client_id, expires_at);
call declare_table('fhir_token', 'local', 'owned', 'select, insert, delete');

-- How the systems of an institution call a clinic or a slot: an id of their own, and an identifier.
create table fhir_name (
  institution_id uuid not null,
  resource text not null check (resource in ('Schedule', 'Slot')),
  own_id text not null,
  region_code text not null,
  our_id uuid not null,
  identifier_system text,
  identifier_value text,
  client_id uuid not null,
  primary key (institution_id, resource, own_id),
  constraint fhir_name_once unique (institution_id, resource, our_id)
);
create index fhir_name_by_identifier on fhir_name (institution_id, resource, identifier_value) where identifier_value is not null;
call declare_table('fhir_name', 'owned', 'owned', 'select, insert, update');

-- The number under which a system made a booking, so that it finds it again.
create table fhir_booking (
  institution_id uuid not null,
  booking_id uuid not null,
  region_code text not null,
  client_id uuid not null,
  identifier_system text,
  identifier_value text not null,
  primary key (institution_id, booking_id)
);
create index fhir_booking_by_identifier on fhir_booking (institution_id, identifier_value);
call declare_table('fhir_booking', 'owned', 'owned', 'select, insert');
