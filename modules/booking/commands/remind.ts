import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { dayMs, reminderDue } from '../rules/reminders.ts'
import { reminderMessage } from '../rules/reminder-message.ts'
import { findBooking } from '../store/bookings.ts'
import { bookingsToRemind, saveReminded, type ToRemind } from '../store/reminders.ts'
import { codeOf, openPerson } from './person.ts'

const reminder = systemActor('booking.remind')
const atOnce = 500

/** Rule TG-8: the message and the mark that it was sent are written together, so that a stop in between sends none twice and loses none. */
export async function remindVisits(platform: Platform): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 }
  let after: { at: string; id: string } | null = null
  for (;;) {
    const from: { at: string; id: string } | null = after
    const due: ToRemind[] = await look(platform, reminder, ({ read, now }) => bookingsToRemind(read, { now: now.toISOString(), until: new Date(now.getTime() + dayMs).toISOString(), after: from, limit: atOnce }))
    for (const booking of due) {
      try {
        count.sent += await act(platform, reminder, (step) => remindOne(step, booking))
      } catch (error) {
        // One that cannot be told must not keep the others from being told; it comes again with the next run.
        count.failed += 1
        platform.log.error({ err: error, bookingId: booking.bookingId }, 'reminder failed')
      }
    }
    const last = due.at(-1)
    if (last === undefined || due.length < atOnce) return count
    after = { at: last.startsAt, id: last.bookingId }
  }
}

async function remindOne(step: Act, booking: ToRemind): Promise<number> {
  const due = reminderDue(booking, step.now.getTime())
  if (due === null || !(await saveReminded(step.tx, booking, due.reminded)) || due.send === null) return 0
  const [found, institution] = await Promise.all([findBooking(step.tx, booking), findInstitution(step.tx, booking.institutionId)])
  if (found === undefined) return 0
  await queueMessage(step, {
    channel: 'sms', to: openPerson(step.vault, found.sealed).phone,
    text: reminderMessage({ send: due.send, startsAt: found.startsAt, endsAt: found.endsAt, institution: institution?.name ?? '', clinic: found.clinicName, room: found.room, brings: found.brings, code: codeOf(step.vault, booking) }),
  })
  return 1
}
