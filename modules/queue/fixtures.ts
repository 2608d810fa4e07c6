import { arrange, api, newInstitution, type Person, type World } from '../../server/testing/api.ts'
import { usualRule } from './rules/queue.ts'

/** A hospital with a department, a doctor in each of two rooms, and a desk. */
export async function hall(world: World, given: { rooms?: readonly string[]; in?: Awaited<ReturnType<typeof newInstitution>> & { departmentId: string } } = {}) {
  const house = given.in ?? (await newInstitution(world))
  const departmentId = given.in?.departmentId ?? await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: house.institutionId, id, region_code: house.regionCode, name: '内科', kind: 'clinical' }).execute()
    return id
  })
  const [clerk, desk, one, two] = [await house.person('institution_clerk'), await house.person('desk_clerk'), await house.person('doctor', departmentId), await house.person('doctor', departmentId)]
  const windows = given.rooms ?? ['1诊室', '2诊室']
  const queueId: string = (await api(world, clerk).post('/queues', { departmentId, name: '内科门诊', kind: 'consultation', letter: 'A', area: '二楼东', rule: usualRule, usualMinutes: 8, windows })).body.id
  const [queue] = (await api(world, clerk).get('/queue-settings')).body.queues
  const rooms: string[] = queue.windows.map((window: { id: string }) => window.id)
  const sit = (person: Person, at: number) => api(world, person).post(`/queue-windows/${rooms[at] ?? ''}/open`)
  const take = (name: string, more: object = {}) => api(world, desk).post('/queue-tickets', { queueId, name, ...more })
  const next = (person: Person, at: number) => api(world, person).post(`/queue-windows/${rooms[at] ?? ''}/next`)
  const step = (person: Person, at: number, move: string) => api(world, person).post(`/queue-windows/${rooms[at] ?? ''}/moves`, { move })
  return { ...house, departmentId, clerk, desk, one, two, queueId, rooms, sit, take, next, step }
}
