-- Each fact asks which duties are bound to its key: among those of every plan there ever was.
create index duty_by_fact on duty (coalesce(fact_key, ''));

-- What is counted is remembered by every server under this stamp, which each change of a definition moves.
insert into setting (key, value, changed_at) values ('measure.stamp', to_jsonb(gen_random_uuid()::text), now());

-- Fails a transaction that counted by definitions that have changed since, with the code of one to be tried again.
create function hold_measure_stamp(expected text) returns void language plpgsql stable as $$
begin
  if not exists (select 1 from setting where key = 'measure.stamp' and value #>> '{}' = expected) then
    raise exception using errcode = '40001', message = 'the definitions of measures changed';
  end if;
end $$;
