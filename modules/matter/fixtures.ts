import { randomUUID } from 'node:crypto'
import { systemActor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { api, arrange, newInstitution, type Person, type Reply, type World } from '../../server/testing/api.ts'
import { fileMatter, type Filed, type Filing } from './public.ts'

let regions = 121

/** A hospital with the people a matter needs and the commission above it, in a region of its own. */
export async function newHouse(world: World, given: { regionCode?: string } = {}) {
  regions += 1
  const regionCode = given.regionCode ?? `99${String(1000 + regions).slice(0, 4)}`
  const hospital = await newInstitution(world, { regionCode })
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const department = async (name: string): Promise<string> =>
    arrange(world, async (step) => {
      const id = step.newId()
      await step.tx.insertInto('department').values({ institution_id: hospital.institutionId, id, region_code: regionCode, name, kind: 'clinical' }).execute()
      return id
    })
  const [surgery, pharmacy, radiology] = [await department('外科'), await department('药剂科'), await department('放射科')]
  return {
    ...hospital, regionCode, departments: { surgery, pharmacy, radiology }, commissionId: commission.institutionId,
    officer: await hospital.person('complaint_officer'), head: await hospital.person('institution_head'), clerk: await hospital.person('institution_clerk'), discipline: await hospital.person('discipline_officer'), desk: await hospital.person('desk_clerk'),
    surgeon: await hospital.person('department_head', surgery), pharmacist: await hospital.person('department_head', pharmacy), radiologist: await hospital.person('department_head', radiology), doctor: await hospital.person('doctor', surgery),
    supervisor: await commission.person('commission_clerk'), director: await commission.person('commission_head'), inspector: await commission.person('inspector'),
  }
}
export type House = Awaited<ReturnType<typeof newHouse>>

const filing = (house: { institutionId: string }, over: Partial<Filing> = {}): Filing => ({
  institutionId: house.institutionId, kind: 'complaint', channel: 'portal', title: '排队太久', body: '上午九点到门诊，等到十二点还没有看上，没有人解释原因。', category: 'waiting', place: '门诊二楼', departmentId: null, harm: false,
  author: { name: '周晓芸', phone: '13912345678', idNumber: '', address: '' }, accountId: null, submissionKey: randomUUID(), files: [], originNumber: null, receivedAt: null, ...over,
})

/** Files as the portal does: nobody is signed in, the system's scope carries the rows. */
export const fileAt = (world: World, house: { institutionId: string }, over: Partial<Filing> = {}): Promise<Filed> => act(world.platform, systemActor('portal.matter'), (step) => fileMatter({ ...step, actor: { ...step.actor, kind: 'anonymous', id: '00000000-0000-7000-8000-000000000000', name: '' } }, filing(house, over)))

type Key = { readonly institutionId: string; readonly matterId: string }
export const pathOf = (key: Key): string => `/matters/${key.institutionId}/${key.matterId}`

/** A move as its screen makes it: with the revision that was shown. */
export async function makeMove(world: World, person: Person, key: Key, move: string, ask: object = {}, files: readonly { name: string; bytes: Uint8Array | string }[] = []): Promise<Reply> {
  const shown = await api(world, person).get(pathOf(key))
  return api(world, person).upload(`${pathOf(key)}/moves/${move}`, files, { revision: shown.body.revision ?? 0, ...ask })
}

/** Another time, at which everybody is still signed in. */
export async function moveClock(world: World, iso: string): Promise<void> {
  world.clock.set(iso)
  await arrange(world, (step) => step.tx.updateTable('session').set({ last_seen_at: iso }).execute())
}
