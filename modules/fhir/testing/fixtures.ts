import { Client } from 'fhir-kit-client'
import { api, arrange, newInstitution, type World } from '../../../server/testing/api.ts'
import type { Permission } from '../rules/permissions.ts'
import { systems } from '../rules/resource.ts'

/** A server that listens, since an independent client speaks real HTTP; its links name the address it listens at. */
export async function listening(world: World): Promise<string> {
  await world.app.http.listen({ port: 0, host: '127.0.0.1' })
  const address = world.app.http.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen')
  const url = `http://127.0.0.1:${address.port}`
  Object.assign(world.platform, { publicUrl: url })
  return `${url}/fhir`
}

export type House = Awaited<ReturnType<typeof newHouse>>

/** A hospital with a department and a doctor, whose clerk lets systems in. */
export async function newHouse(world: World, base: string) {
  const body = await newInstitution(world)
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, id, region_code: body.regionCode, name: '心内科', kind: 'clinical' }).execute()
    return id
  })
  const doctor = await body.person('doctor', departmentId)
  const clerk = api(world, await body.person('institution_clerk'))
  let made = 0
  const letIn = async (...permissions: Permission[]): Promise<{ clientId: string; secret: string }> => {
    made += 1
    const reply = await clerk.post('/fhir/clients', { name: `医院信息系统${made}`, permissions })
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
    return reply.body as { clientId: string; secret: string }
  }
  const tokenFor = async ({ clientId, secret }: { clientId: string; secret: string }, scope?: string): Promise<string> => {
    const reply = await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, ...(scope === undefined ? {} : { scope }) }) })
    const said = (await reply.json()) as { access_token?: string }
    if (said.access_token === undefined) throw new Error(JSON.stringify(said))
    return said.access_token
  }
  /** An independent client that holds these permissions. */
  const system = async (...permissions: Permission[]): Promise<Client> => new Client({ baseUrl: base, bearerToken: await tokenFor(await letIn(...permissions)) })
  return { ...body, departmentId, doctor, clerk, letIn, tokenFor, system }
}

export type Bundle = { resourceType: string; link: { relation: string; url: string }[]; entry?: { resource: { resourceType: string; id: string } & Record<string, unknown>; search: { mode: string } }[] }
export type Fault = { status: number; outcome: { resourceType: string; issue: { code: string; diagnostics: string; details: { coding?: { code: string }[] } }[] } }

/** What a refused request of the independent client threw. */
export async function faultOf(asked: Promise<unknown>): Promise<Fault> {
  try {
    await asked
  } catch (error) {
    const { response } = error as { response: { status: number; data: Fault['outcome'] } }
    return { status: response.status, outcome: response.data }
  }
  throw new Error('it was not refused')
}
export const codeIn = ({ outcome }: Fault): string | undefined => outcome.issue[0]?.details.coding?.[0]?.code

export const everything = ['directory', 'free', 'book', 'bookings', 'patients', 'schedules'] as const

export const schedule = (house: House, id: string, more: object = {}) => ({ resourceType: 'Schedule', id, identifier: [{ system: 'urn:his:clinic', value: id }], active: true, serviceType: [{ text: `专家门诊${id}` }], actor: [{ reference: `Location/${house.departmentId}` }, { reference: `Practitioner/${house.doctor.staffId}` }], ...more })
export const slot = (id: string, scheduleId: string, at: string, more: object = {}) => ({ resourceType: 'Slot', id, identifier: [{ system: 'urn:his:slot', value: id }], schedule: { reference: `Schedule/${scheduleId}` }, status: 'free', start: `${at}:00+08:00`, end: `${at.slice(0, -1)}9:00+08:00`, extension: [{ url: systems.capacity, valueInteger: 2 }], ...more })
export const put = (client: Client, body: { resourceType: string; id: string } & Record<string, unknown>) => client.update({ resourceType: body.resourceType, id: body.id, body })
export const statusOf = (resource: object): number | undefined => Client.httpFor(resource as never).response?.status
export const headerOf = (resource: object, name: string) => Client.httpFor(resource as never).response?.headers.get(name)
export const found = (bundle: object) => ((bundle as Bundle).entry ?? []).map((each) => each.resource)

export const people = ['11010519491231002X', '110105199003078035', '110105198802155047'] as const
export const appointment = (slotId: string, number: string, more: { readonly idNumber?: string; readonly name?: string } & Record<string, unknown> = {}) => {
  const { idNumber = people[0], name = '张三', ...rest } = more
  return {
    resourceType: 'Appointment', status: 'proposed', identifier: [{ system: 'urn:his:booking', value: number }], slot: [{ reference: `Slot/${slotId}` }],
    contained: [{ resourceType: 'Patient', id: 'p', identifier: [{ system: systems.idNumber, value: idNumber }], name: [{ text: name }], telecom: [{ system: 'phone', value: '13900000001', use: 'mobile' }] }],
    participant: [{ actor: { reference: '#p' }, status: 'needs-action' }], ...rest,
  }
}
/** A house with one clinic and two times, pushed by its own system. */
export async function open(world: World, base: string) {
  const house = await newHouse(world, base)
  const system = await house.system(...everything)
  await put(system, schedule(house, 'K1'))
  await put(system, slot('S1', 'K1', '2026-03-09T08:30'))
  await put(system, slot('S2', 'K1', '2026-03-09T08:40'))
  return { house, system }
}
