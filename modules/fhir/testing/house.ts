import { Client } from 'fhir-kit-client'
import { api, arrange, newInstitution, type World } from '../../../server/testing/api.ts'
import type { Permission } from '../rules/permissions.ts'

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
