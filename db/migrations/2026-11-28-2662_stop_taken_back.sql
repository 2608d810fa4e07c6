-- A stop can be taken back: the exception says by whom and why, and what its slots could give before is kept for that moment.
alter table clinic_exception add column lifted_at timestamptz, add column lifted_name text, add column lifted_reason text;
do $$ begin execute format('grant update on clinic_exception to %I', current_setting('huiyin.app_role')); end $$;
alter table slot_place add column before_stop int;
