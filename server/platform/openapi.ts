import { z } from 'zod'
import type { Endpoint } from '../../kernel/contract.ts'

type Json = Record<string, unknown>

const schemaOf = (shape: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json
  return schema
}

const properties = (shape: z.ZodType): [string, Json, boolean][] => {
  const schema = schemaOf(shape, 'input')
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  return Object.entries((schema['properties'] ?? {}) as Record<string, Json>).map(([name, each]) => [name, each, required.has(name)])
}

/** The OpenAPI 3.1 description, emitted from the same contracts the server checks requests with. */
export function describe(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const each of endpoints) {
    const path = `/api${each.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`
    const parameters = [
      ...properties(each.params).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
      ...properties(each.query).map(([name, schema, required]) => ({ name, in: 'query', required, schema })),
      ...(each.method === 'GET' ? [] : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 }, description: 'A repeat with the same key gets the first answer.' }]),
    ]
    const body = schemaOf(each.body, 'input')
    const hasBody = each.method !== 'GET' && (each.upload || Object.keys(body['properties'] ?? {}).length > 0 || body['type'] !== 'object')
    const content = each.upload
      ? { 'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' }, body: { ...body, description: 'JSON text' } } } } }
      : { 'application/json': { schema: body } }
    paths[path] = {
      ...paths[path],
      [each.method.toLowerCase()]: {
        operationId: `${each.method.toLowerCase()}${each.path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_all, next: string | undefined) => (next ?? '').toUpperCase())}`,
        summary: each.summary,
        tags: [each.path.split('/')[1] ?? ''],
        description: `Access: ${typeof each.access === 'string' ? each.access : each.access.join(', ')}`,
        parameters,
        ...(hasBody ? { requestBody: { required: true, content } } : {}),
        ...(each.access === 'anyone' ? { security: [] } : {}),
        responses: {
          '200': { description: 'OK', content: each.download ? { '*/*': { schema: { type: 'string', format: 'binary' } } } : { 'application/json': { schema: schemaOf(each.reply, 'output') } } },
          default: { description: 'Refused or invalid', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: '回音 Huiyin', version, description: 'From plan document to running campaign. Every refusal carries a code of the catalogue.' },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'huiyin_session' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['error', 'message'],
          properties: {
            error: { type: 'string', description: 'Code of the refusal catalogue' },
            message: { type: 'string' },
            detail: { type: 'string' },
            issues: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
            requestId: { type: 'string' },
          },
        },
      },
    },
  }
}
