import { z } from 'zod'

type Schema = { type?: string | string[]; format?: string; pattern?: string; enum?: unknown[]; const?: unknown; minLength?: number; minimum?: number; minItems?: number; items?: Schema; properties?: Record<string, Schema>; required?: string[]; anyOf?: Schema[]; oneOf?: Schema[]; default?: unknown; additionalProperties?: unknown; propertyNames?: unknown }

/** Texts tried in turn where a schema asks for a pattern. */
const texts = ['sample.name', '123456', '2026-03-02', '990121', 'a', '2026-03-02T01:00:00.000Z', '13900000000']

function fill(schema: Schema, name: string, given: (name: string) => string): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const union = schema.anyOf ?? schema.oneOf
  if (union !== undefined) return fill(union[0] ?? {}, name, given)
  switch (String(Array.isArray(schema.type) ? schema.type[0] : schema.type)) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key) === true || key.endsWith('Id')).map(([key, value]) => [key, fill(value, key, given)]))
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => fill(schema.items ?? {}, name.replace(/s$/, ''), given))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'null':
      return null
    case 'string': {
      if (schema.format === 'uuid') return given(name)
      if (schema.format === 'date') return '2026-03-02'
      if (schema.format === 'date-time') return '2026-03-02T01:00:00.000Z'
      const text = schema.pattern === undefined ? '请按要求办理' : (texts.find((each) => new RegExp(schema.pattern ?? '').test(each)) ?? '')
      return text.padEnd(schema.minLength ?? 0, '字')
    }
    default:
      return {}
  }
}

/** A value a schema accepts, as far as can be told from its JSON form; ids come from `given` by the name of their field. */
export function sampleOf(shape: z.ZodType, given: (name: string) => string): Record<string, unknown> {
  const value = fill(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema, '', given)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
