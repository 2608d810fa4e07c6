import { systemActor, type StaffRole } from '../../../kernel/actor.ts'
import { act as actAs, look, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { formOf } from '../forms.ts'
import { reminderOf } from '../rules/timing.ts'
import { listStill } from '../store/packs.ts'
import { linkOf } from './pack.ts'

const system = systemActor('report.remind')
const topics = { sign: 'report.still_to_sign', submit: 'report.still_to_submit', again: 'report.still_returned' } as const

/** Rule RP-15: each morning, whom a pack waits for: once a day, a post and a pack. */
export async function remindStill(platform: Platform): Promise<number> {
  const still = await look(platform, system, ({ read }) => listStill(read))
  let sent = 0
  for (let from = 0; from < still.length; from += 100) {
    sent += await actAs(platform, system, async (act) => {
      const notes = still.slice(from, from + 100).flatMap((pack) => {
        const reminder = reminderOf({ state: pack.state, asked: pack.askedAt !== null })
        if (reminder === null) return []
        return reminder.roles.map((to) => {
          const role: StaffRole = pack.bodyKind === 'commission' ? (to === 'head' ? 'commission_head' : 'commission_clerk') : to === 'head' ? 'institution_head' : 'institution_clerk'
          const params = { form: formOf(pack.formKey)?.name.zh ?? pack.formKey, days: `${pack.fromOn}—${pack.toOn}`, dueOn: pack.dueOn }
          return { institutionId: pack.institutionId, regionCode: pack.regionCode, role, topic: topics[reminder.step], params, link: linkOf(pack), onceKey: `report.still:${reminder.step}:${pack.packId}:${to}:${act.today}` }
        })
      })
      await notify(act, ...notes)
      return notes.length
    })
  }
  return sent
}
