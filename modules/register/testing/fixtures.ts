import type { StaffRole } from '../../../kernel/actor.ts'
import { api, arrange, newInstitution, type Person, type World } from '../../../server/testing/api.ts'
import { aRegister } from '../fixtures.ts'

export const talks = aRegister()
export const rounds = aRegister({ key: 'rounds', name: { zh: '查房', en: 'Rounds' }, confirm: ['institution_head', 'institution_clerk', 'commission_clerk'], period: 'month' })
export const visits = aRegister({ key: 'visits', name: { zh: '督导', en: 'Visits' }, scope: 'institution', departments: undefined, enter: ['commission_clerk'], correct: ['commission_clerk'], period: 'none', expect: 0, remind: [] })
export const shown = aRegister({ key: 'shown', name: { zh: '开放日', en: 'Open days' }, scope: 'institution', departments: undefined, enter: ['institution_clerk'], correct: ['institution_clerk'], remind: [], open: { title: { zh: '医院开放日', en: 'Open days' }, lead: { zh: '来看看', en: 'Come' }, fields: ['topic', 'theme', 'speaker', 'scene'], days: 60 } })
export const wards = aRegister({ key: 'wards', scope: 'ward', departments: undefined })

export async function department(world: World, institutionId: string, name: string, kind = 'clinical'): Promise<string> {
  return arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: institutionId, region_code: '990121', id, name, kind }).execute()
    return id
  })
}

/** A hospital with two departments, its clerk, and a nurse of the first. */
export async function setUp(world: World) {
  const hospital = await newInstitution(world)
  const inner = await department(world, hospital.institutionId, '内科')
  const surgery = await department(world, hospital.institutionId, '外科')
  const as = async (role: StaffRole, departmentId?: string): Promise<Client> => {
    const person = await hospital.person(role, departmentId)
    return { ...api(world, person), person }
  }
  return { hospital, id: hospital.institutionId, inner, surgery, as, clerk: await as('institution_clerk'), nurse: await as('nurse', inner) }
}

/** The commission of the hospital's county. */
export async function above(world: World): Promise<Client & { institutionId: string }> {
  const commission = await newInstitution(world, { kind: 'commission' })
  const person = await commission.person('commission_clerk')
  return { ...api(world, person), person, institutionId: commission.institutionId }
}

export type Client = ReturnType<typeof api> & { person: Person }
type SentFile = { name: string; bytes: Uint8Array | string }

export const values = (client: Client, given: object = {}) => ({ topic: '少盐饮食', theme: 'diet', speaker: client.person.staffId, attended: 20, ...given })
export const enter = (client: Client, body: { key?: string; version?: number; on?: string; departmentId?: string | null; values?: object; fileFields?: string[] }, files: SentFile[] = [], headers: Record<string, string> = {}) => {
  const { key = 'talks', ...rest } = body
  return client.upload(`/registers/${key}/entries`, files, { version: 1, on: '2026-03-05', departmentId: null, values: values(client), ...rest }, headers)
}
type Entered = Awaited<ReturnType<typeof enter>>
export const at = (entry: Entered) => `/registers/${entry.body.registerKey}/entries/${entry.body.institutionId}/${entry.body.id}`
export const correct = (client: Client, entry: Entered, given: object, files: SentFile[] = []) =>
  client.upload(`${at(entry)}/correction`, files, { on: entry.body.on, departmentId: entry.body.departmentId, values: entry.body.values, revision: entry.body.revision, ...given })
export const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
