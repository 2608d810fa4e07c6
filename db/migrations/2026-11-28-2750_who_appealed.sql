-- Who appealed against a pause before it was kept beside the appeal: the event says so. The owner is under row security as well.
set local app.region = '%';
update booking_block b set appealed_by = e.actor_id
  from event e
 where b.appealed_at is not null and b.appealed_by is null and e.institution_id = b.institution_id and e.subject_id = b.id::text and e.kind = 'booking.appealed';
set local app.region = '';
