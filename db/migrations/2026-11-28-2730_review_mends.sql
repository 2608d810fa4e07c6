-- Whoever appealed against a pause reads the answer, also where no account had booked.
alter table booking_block add column appealed_by uuid;
-- A matter that was taken up again and answered once more is called back once more.
drop index matter_to_call_back;
create index matter_to_call_back on matter (institution_id, received_at desc, id desc) where call_back = 'drawn' and (called_back_at is null or called_back_at < answered_at);
