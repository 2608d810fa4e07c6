-- A bulletin tells of complaints and rectification, or of how the work goes: both are made the same way, each with its own months and register numbers.

alter table bulletin add column kind text not null default 'complaints' check (kind in ('complaints', 'work'));
alter table bulletin drop constraint bulletin_institution_id_month_on_key;
alter table bulletin add constraint bulletin_one_for_a_month unique (institution_id, kind, month_on);

alter table bulletin_version add column kind text not null default 'complaints' check (kind in ('complaints', 'work'));
alter table bulletin_version drop constraint bulletin_version_institution_id_month_on_version_key;
alter table bulletin_version add constraint bulletin_version_one_for_a_month unique (institution_id, kind, month_on, version);

alter table bulletin_number add column kind text not null default 'complaints' check (kind in ('complaints', 'work'));
alter table bulletin_number drop constraint bulletin_number_pkey;
alter table bulletin_number add primary key (institution_id, kind, year);
