-- A commission lists the matters of one kind over its region, newest first, without walking past all the other kinds.
create index matter_kind_over_region on matter (kind, received_at desc, id desc);
