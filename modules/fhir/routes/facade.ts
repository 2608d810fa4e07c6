import { RefusedError, type RefusalCode } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { mustHold, sure, type Ask, type Handling, type Written } from '../ask.ts'
import { createAppointment, patchAppointment, updateAppointment } from '../commands/appointments.ts'
import { putSchedule, putSlot } from '../commands/push.ts'
import { callerOf } from '../commands/tokens.ts'
import { readAppointment, searchAppointments } from '../reads/appointments.ts'
import { locations, organizations, practitionerRoles, practitioners } from '../reads/directory.ts'
import { patients } from '../reads/patients.ts'
import { readSchedule, searchSchedules } from '../reads/schedules.ts'
import { readSlot, searchSlots } from '../reads/slots.ts'
import { searchset } from '../rules/bundle.ts'
import { capability, namesKnown, smartConfiguration } from '../rules/capability.ts'
import { isFhirId, isResourceType, type ResourceType } from '../rules/resource.ts'
import { offered, type Interaction } from '../rules/scope.ts'
import { knownParams, readCount, readParams } from '../rules/search.ts'
import { answerFault, mustTakeJson, send, type Reply, type Request } from './answers.ts'
import { answerToken } from './token.ts'

const handlings: Readonly<Record<ResourceType, Handling>> = {
  Organization: organizations,
  Location: locations,
  Practitioner: practitioners,
  PractitionerRole: practitionerRoles,
  Schedule: { read: readSchedule, search: searchSchedules, update: putSchedule },
  Slot: { read: readSlot, search: searchSlots, update: putSlot },
  Appointment: { read: readAppointment, search: searchAppointments, create: createAppointment, update: updateAppointment, patch: patchAppointment },
  Patient: patients,
}

const header = (request: Request, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {})
const refused = (code: RefusalCode, detail?: string) => new RefusedError(code, detail)

function typeOf(request: Request): ResourceType {
  const { type } = record(request.params)
  if (typeof type !== 'string' || !isResourceType(type)) throw refused('fhir.type_unknown', String(type))
  return type
}
function idOf(request: Request): string {
  const { id } = record(request.params)
  if (typeof id !== 'string' || !isFhirId(id)) throw refused('not_found')
  return id
}

/** A resource's version is its ETag, by which a change can name what it was read as. */
function sendWritten(request: Request, reply: Reply, base: string, { resource, created }: Written): Reply {
  const version = resource.meta?.versionId
  const place = `${base}/${resource.resourceType}/${resource.id ?? ''}`
  if (version !== undefined) void reply.header('etag', `W/"${version}"`)
  void reply.header(created ? 'location' : 'content-location', place)
  if (header(request, 'prefer')?.includes('return=minimal') === true) return reply.status(created ? 201 : 200).header('cache-control', 'private, no-store').send()
  return send(reply, resource, created ? 201 : 200)
}

/** The facade at /fhir (ADR 0019): the same commands and rules as everywhere, in the words of FHIR R4. */
export function facadeRoutes({ http, platform }: App): void {
  const base = () => `${platform.publicUrl.replace(/\/$/, '')}/fhir`
  /** Rule FH-2 before anything else is looked at. */
  async function asked(request: Request, type: ResourceType, interaction: Interaction, given: unknown): Promise<Ask> {
    const caller = await callerOf(platform, request.headers.authorization)
    if (!offered[type].includes(interaction)) throw refused('fhir.not_supported', `${request.method} ${type}`)
    mustHold({ caller }, type, interaction)
    const strict = header(request, 'prefer')?.includes('handling=strict') === true
    const params = interaction === 's' || interaction === 'u' ? sure(knownParams(readParams(record(given)), namesKnown(type), strict)) : new Map<string, string[]>()
    return { platform, caller, base: base(), params, count: sure(readCount(params.get('_count')?.[0])), after: params.get('_after')?.[0], ifMatch: header(request, 'if-match'), ifNoneExist: header(request, 'if-none-exist') }
  }
  async function search(request: Request, reply: Reply, given: unknown): Promise<Reply> {
    const type = typeOf(request)
    const ask = await asked(request, type, 's', given)
    return send(reply, searchset(ask.base, type, ask.params, await handlings[type].search(ask)))
  }
  async function write(request: Request, reply: Reply, interaction: 'c' | 'u', how: (handling: Handling, ask: Ask) => Promise<Written> | undefined): Promise<Reply> {
    const type = typeOf(request)
    const ask = await asked(request, type, interaction, request.query)
    const written = await how(handlings[type], ask)
    if (written === undefined) throw refused('fhir.not_supported', `${request.method} ${type}`)
    return sendWritten(request, reply, ask.base, written)
  }

  void http.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, request, reply) => answerFault(error, request, reply))
      scope.setNotFoundHandler((request, reply) => answerFault(refused('fhir.not_supported', `${request.method} ${request.url.split('?')[0] ?? ''}`), request, reply))
      scope.addContentTypeParser(['application/fhir+json', 'application/json-patch+json'], { parseAs: 'string' }, (_request, body, parsed) => {
        try {
          parsed(null, JSON.parse(String(body)))
        } catch {
          parsed(refused('fhir.shape', 'JSON'), undefined)
        }
      })
      scope.removeContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])
      // A parameter may come twice: both bounds of a span.
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
        const form = new URLSearchParams(String(body))
        parsed(null, Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)])))
      })
      scope.addHook('preValidation', async (request) => {
        const no = mustTakeJson(request)
        if (no !== null) throw refused(no.refused)
      })

      scope.get('/metadata', async (_request, reply) => send(reply, capability(base(), platform.clock.now().toISOString())))
      scope.get('/.well-known/smart-configuration', async (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(smartConfiguration(base()))))
      scope.post('/oauth/token', async (request, reply) => answerToken(platform, request, reply))

      scope.get('/:type', async (request, reply) => search(request, reply, request.query))
      scope.post('/:type/_search', async (request, reply) => search(request, reply, { ...record(request.query), ...record(request.body) }))
      scope.get('/:type/:id', async (request, reply) => {
        const type = typeOf(request)
        const ask = await asked(request, type, 'r', {})
        return sendWritten(request, reply, ask.base, { resource: await handlings[type].read(ask, idOf(request)), created: false })
      })
      scope.post('/:type', async (request, reply) => write(request, reply, 'c', (handling, ask) => handling.create?.(ask, request.body)))
      scope.put('/:type', async (request, reply) => write(request, reply, 'u', (handling, ask) => handling.update?.(ask, null, request.body)))
      scope.put('/:type/:id', async (request, reply) => write(request, reply, 'u', (handling, ask) => handling.update?.(ask, idOf(request), request.body)))
      scope.patch('/:type/:id', async (request, reply) => write(request, reply, 'u', (handling, ask) => handling.patch?.(ask, idOf(request), request.body)))
      done()
    },
    { prefix: '/fhir' },
  )
}
