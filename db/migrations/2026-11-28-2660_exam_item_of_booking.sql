-- What becomes of a booking is asked of the order it belongs to, which is found by the booking.
create index exam_item_of_booking on exam_item (institution_id, booking_id) where gone_at is null;
