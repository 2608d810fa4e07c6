import { checkCitizenId } from '../../../kernel/identifiers.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { latestOfPersons, openPerson, personIndexFor } from '../../booking/public.ts'
import { acting, choices, tokens, type Ask, type Handling } from '../ask.ts'
import { patientIdOf, patientOf, personIndexOf, type PersonKept } from '../rules/from-booking.ts'
import { systems, type Resource } from '../rules/resource.ts'

/** What is known of these people from their bookings at the house. */
async function keptOf(act: Pick<Act, 'tx' | 'vault'>, institutionId: string, indexes: readonly string[]): Promise<PersonKept[]> {
  const found = await latestOfPersons(act.tx, institutionId, indexes)
  return found.map(({ personIndex, sealed }) => {
    const person = openPerson(act.vault, sealed)
    const checked = checkCitizenId(person.idNumber)
    return { personIndex, ...person, bornOn: checked.ok ? checked.bornOn : null, sex: checked.ok ? checked.sex : null }
  })
}

/** Rule FH-10: in clear, and on record, which client read of whom. */
export async function tellPatients(act: Act, ask: Ask, indexes: readonly string[]): Promise<Resource[]> {
  const { institutionId, regionCode, clientId } = ask.caller
  const people = await keptOf(act, institutionId, indexes)
  if (people.length > 0) await act.record({ institutionId, regionCode, kind: 'read.fhir_patient', subjectId: clientId, detail: { n: people.length, patients: people.map((each) => patientIdOf(each.personIndex)) } })
  return people.map(patientOf)
}

/** Somebody the house knows, for a new booking; nothing of it leaves the house. */
export async function personKnown(act: Pick<Act, 'tx' | 'vault'>, institutionId: string, patientId: string): Promise<{ name: string; phone: string; idNumber: string; bornOn: string | null }> {
  const index = personIndexOf(patientId)
  const [person] = index === null ? [] : await keptOf(act, institutionId, [index])
  if (person === undefined) throw new RefusedError('fhir.reference', `Patient/${patientId}`)
  return person
}

export const patients: Handling = {
  read: (ask, id) => acting(ask, async (act) => {
    const index = personIndexOf(id)
    const [patient] = index === null ? [] : await tellPatients(act, ask, [index])
    if (patient === undefined) throw new RefusedError('not_found')
    return patient
  }),
  search: (ask) => acting(ask, async (act) => {
    const ids = choices(ask.params, '_id')?.flatMap((each) => personIndexOf(each) ?? [])
    const numbers = tokens(ask.params, 'identifier')?.filter((each) => each.system === null || each.system === systems.idNumber).map((each) => personIndexFor(act.vault, each.value.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')))
    // Nobody lists the people of a house: who is asked for must be known by number.
    if (ids === undefined && numbers === undefined) throw new RefusedError('fhir.parameter', 'Patient?identifier=')
    const wanted = ids === undefined ? (numbers ?? []) : numbers === undefined ? ids : ids.filter((each) => numbers.includes(each))
    return { found: await tellPatients(act, ask, wanted.slice(0, ask.count)), next: null }
  }),
}
