-- A county's list with filters went through the entries of every other county of the database.
create index register_entry_of_county on register_entry (register_key, region_code, on_date desc, id desc);
