-- Two houses may send the first lines of a month at one moment. A lock of our own does not tell a session what others committed
-- while it waited for it, so that the second one made the month again and failed; the catalogue itself is asked instead.
create or replace function charge_months(from_on date, to_on date) returns void
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
      if not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'charge' and c.relname = part) then
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
