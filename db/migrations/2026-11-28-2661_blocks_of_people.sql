-- Pauses of booking online are found by the account that booked and by the people that an account books for, over all bodies.
create index booking_block_by_person on booking_block (person_index, to_on);
create index booking_block_by_account on booking_block (account_id, to_on) where account_id is not null;
