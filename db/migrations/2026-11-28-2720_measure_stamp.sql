-- The stamp of measures has two words: the versions, and which of them are counted. A fact is tried again where the first
-- changed; of the second it only hears, because that a version is ready changes nothing about how a fact is counted.
drop function hold_measure_stamp(text);

create function hold_measure_stamp(expected text) returns boolean language plpgsql stable as $$
declare
  found text;
begin
  select value #>> '{}' into found from setting where key = 'measure.stamp';
  if found is null or split_part(found, ' ', 1) <> split_part(expected, ' ', 1) then
    raise exception using errcode = '40001', message = 'the definitions of measures changed';
  end if;
  return found = expected;
end $$;
