import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import { departmentsOn, findInstitution, listInstitutions, rosterOn, type Institution } from '../../directory/public.ts'
import { choices, pageOf, reading, referred, tokens, type Ask, type Handling } from '../ask.ts'
import { locationOf, organizationOf, practitionerOf, roleOf } from '../rules/from-directory.ts'
import { systems, type Resource } from '../rules/resource.ts'
import { tokenFits } from '../rules/search.ts'

const missing = () => new RefusedError('not_found')
const named = (wanted: string[] | null, name: string): boolean => wanted === null || wanted.some((each) => name.toLowerCase().includes(each.toLowerCase()))
const listed = (wanted: string[] | null, id: string): boolean => wanted === null || wanted.includes(id)

async function houseOf(ask: Ask, look: Look): Promise<Institution> {
  const house = await findInstitution(look.read, ask.caller.institutionId)
  if (house === undefined) throw missing()
  return house
}

/** Who is known to whom is no secret among bodies: the own county's are searched, any can be read. */
export const organizations: Handling = {
  read: (ask, id) => reading(ask, async ({ read }) => {
    const body = isUuid(id) ? await findInstitution(read, id) : undefined
    if (body === undefined) throw missing()
    return organizationOf(body)
  }),
  search: (ask) => reading(ask, async ({ read }) => {
    const identifiers = tokens(ask.params, 'identifier')
    const bodies = await listInstitutions(read, { regionPrefix: ask.caller.regionCode, withCommissions: true })
    const fitting = bodies.filter((body) => listed(choices(ask.params, '_id'), body.id) && named(choices(ask.params, 'name'), body.name) && (identifiers === null || identifiers.some((each) => tokenFits({ system: systems.creditCode, value: body.creditCode }, each))))
    const page = pageOf(fitting, (body) => body.id, ask)
    return { found: page.rows.map(organizationOf), next: page.next }
  }),
}

const isOwnHouse = (ask: Ask): boolean => listed(referred(ask, 'organization', 'Organization'), ask.caller.institutionId)

export const locations: Handling = {
  read: (ask, id) => reading(ask, async (look) => {
    const department = (await departmentsOn(look.read, ask.caller.institutionId, look.today)).find((each) => each.id === id)
    if (department === undefined) throw missing()
    return locationOf(await houseOf(ask, look), department)
  }),
  search: (ask) => reading(ask, async (look) => {
    const departments = isOwnHouse(ask) ? await departmentsOn(look.read, ask.caller.institutionId, look.today) : []
    const page = pageOf(departments.filter((each) => listed(choices(ask.params, '_id'), each.id) && named(choices(ask.params, 'name'), each.name)), (each) => each.id, ask)
    const house = await houseOf(ask, look)
    return { found: page.rows.map((each) => locationOf(house, each)), next: page.next }
  }),
}

export const practitioners: Handling = {
  read: (ask, id) => reading(ask, async ({ read, today }) => {
    const person = (await rosterOn(read, ask.caller.institutionId, today)).find((each) => each.staffId === id)
    if (person === undefined) throw missing()
    return practitionerOf(person)
  }),
  search: (ask) => reading(ask, async ({ read, today }) => {
    const people = (await rosterOn(read, ask.caller.institutionId, today)).filter((each) => listed(choices(ask.params, '_id'), each.staffId) && named(choices(ask.params, 'name'), each.name))
    const page = pageOf(people, (each) => each.staffId, ask)
    return { found: page.rows.map(practitionerOf), next: page.next }
  }),
}

async function rolesAmong(ask: Ask, look: Look, wanted: (staffId: string, departmentIds: readonly string[]) => boolean): Promise<{ found: Resource[]; next: string | null }> {
  const { institutionId } = ask.caller
  const [house, people, departments] = await Promise.all([houseOf(ask, look), rosterOn(look.read, institutionId, look.today), departmentsOn(look.read, institutionId, look.today)])
  const names = new Map(departments.map((each) => [each.id, each.name]))
  const page = pageOf(people.filter((each) => wanted(each.staffId, each.departmentIds)), (each) => each.staffId, ask)
  return { found: page.rows.map((person) => roleOf(house, person, names)), next: page.next }
}

export const practitionerRoles: Handling = {
  read: (ask, id) => reading(ask, async (look) => {
    const [role] = (await rolesAmong({ ...ask, after: undefined }, look, (staffId) => staffId === id)).found
    if (role === undefined) throw missing()
    return role
  }),
  search: (ask) => reading(ask, (look) => {
    const [places, people] = [referred(ask, 'location', 'Location'), referred(ask, 'practitioner', 'Practitioner')]
    return rolesAmong(ask, look, (staffId, departmentIds) => isOwnHouse(ask) && listed(choices(ask.params, '_id'), staffId) && listed(people, staffId) && (places === null || departmentIds.some((each) => places.includes(each))))
  }),
}
