import type { z } from 'zod'
import { maskId, maskPhone } from '../../../kernel/identifiers.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { addVisitor, openVisitor, removeVisitor, type OpenVisitor } from '../commands/visitors.ts'
import { peopleContract, type PersonView } from '../contract/people.ts'
import { readVisitor } from '../rules/visitors.ts'
import { visitorsOf } from '../store/visitors.ts'

const view = (person: OpenVisitor): z.infer<typeof PersonView> => ({ id: person.id, name: person.name, idNumber: maskId(person.idNumber), phone: maskPhone(person.phone), bornOn: person.bornOn, relation: person.relation })

/** The people of an account, also for other programs. */
export function peopleRoutes(app: App): void {
  app.query(peopleContract.listPeople, async ({ read, actor, platform }) => ({ rows: (await visitorsOf(read, actor.id)).map((each) => view(openVisitor(platform.vault, each))) }))
  app.command(
    peopleContract.addPerson,
    async (act) => {
      const { consent, ...typed } = act.body
      const { visitor, faults } = readVisitor({ ...typed, consent: consent ? '1' : '' }, act.today)
      const [fault] = Object.values(faults)
      if (fault !== undefined) throw new RefusedError('visitor.not_readable', `${fault.zh} ${fault.en}`)
      return view(await addVisitor(act, act.actor.id, visitor))
    },
    // Somebody entered again is the same person, so a repeat may run again and no hash of a number needs to be kept.
    { holdsSecret: true },
  )
  app.command(peopleContract.removePerson, async (act) => {
    await removeVisitor(act, act.actor.id, act.params.personId)
    return {}
  })
}
