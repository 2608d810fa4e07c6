import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { readConditions, type Condition } from '../../kernel/filter.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { isAsked } from '../../modules/register/rules/compiled.ts'
import type { FieldDefinition, RegisterDefinition } from '../../modules/register/rules/definition.ts'
import { validateEntry } from '../../modules/register/rules/validate.ts'
import { isFileField, type FieldValue } from '../../modules/register/rules/values.ts'

export type SamplePlace = {
  readonly on: IsoDate
  readonly today: IsoDate
  readonly departmentId: string | null
  readonly departmentIds: readonly string[]
  readonly staffIds: readonly string[]
  /** Of the staff, how many an attendance list names; left out, a few. */
  readonly attendance?: number
  /** A duty's filter that the entry must fulfil (kernel/filter.ts). */
  readonly where?: string | null
}

export type Sample = {
  readonly values: Readonly<Record<string, FieldValue>>
  /** Fields that need a file, in order; an upload for each goes along. */
  readonly fileFields: readonly string[]
  /** The register asks for a proof of the entry as a whole. */
  readonly needsEvidence: boolean
}

const placeholder = 'file-to-come'

/** What stands in a text where nobody has thought of something better: sentences of a working day. */
const phrases: Readonly<Record<string, readonly string[]>> = {
  topic: ['高血压患者怎样少吃盐', '糖尿病足的日常护理', '抗生素不是消炎药', '预防跌倒，从病房开始', '出院后怎样按时服药', '秋冬呼吸道疾病防护', '孕期营养与体重管理', '口腔卫生与全身健康'],
  route: ['挂号—候诊—超声—取药—离院', '急诊—检验—输液—出院结算', '入院登记—病房—检查—床旁结算'],
  place: ['门诊楼一层大厅', '住院楼三层护士站旁', '医技楼二层候检区', '门诊西侧停车场'],
  problem: ['指引牌被遮挡，患者绕行。', '高峰时段窗口少开一个。', '等候区座椅有两把损坏。'],
  remedy: ['当天移开遮挡，补贴地面标识。', '明确高峰开窗数量并公示。', '报修并在三天内更换。'],
}
const candidates = ['0990-6120000', '13900000000', 'tousu@yunxi.example', '0990-6120120', 'https://news.yunxi.example/2026/1', '2026']

function textFor(field: FieldDefinition, draw: Seeded): string {
  if (field.pattern !== undefined) {
    const shape = new RegExp(field.pattern.regex, 'u')
    return candidates.find((each) => shape.test(each)) ?? ''
  }
  const known = phrases[field.key] ?? (field.type === 'longtext' ? phrases[draw.pick(['problem', 'remedy'])] : undefined)
  const text = known === undefined ? `${field.label.zh}：按要求落实` : draw.pick(known)
  const least = text.length < (field.min ?? 0) ? text.padEnd(field.min ?? 0, '。') : text
  return least.slice(0, field.max ?? 200)
}

function numberFor(field: FieldDefinition, draw: Seeded, attempt: number): number {
  const low = field.min ?? 0
  const high = Math.min(field.max ?? low + 200, low + 400)
  if (attempt === 0) return Math.min(Math.max(low, 20), high)
  // Small numbers now and then: where parts must add up to a whole they meet sooner.
  if (attempt % 5 === 4) return Math.min(low + draw.int(0, 4), high)
  const scale = 10 ** field.decimals
  return draw.int(Math.ceil(low * scale), Math.floor(high * scale)) / scale
}

function valueFor(field: FieldDefinition, draw: Seeded, place: SamplePlace, attempt: number): FieldValue {
  const options = (field.options ?? []).map((option) => option.value)
  switch (field.type) {
    case 'text':
    case 'longtext':
    case 'place':
      return textFor(field, draw)
    case 'number':
      return numberFor(field, draw, attempt)
    case 'date':
      return attempt % 3 === 2 ? addDays(place.on, draw.int(1, 60)) : attempt % 3 === 1 ? addDays(place.on, -draw.int(0, 20)) : place.on
    case 'time':
      return attempt % 2 === 0 ? '09:00' : `1${draw.int(0, 9)}:30`
    case 'boolean':
      return attempt % 4 !== 3
    case 'choice':
      return attempt === 0 ? (options[0] ?? null) : draw.pick(options)
    case 'choices': {
      const many = Math.min(Math.max(field.min ?? 1, attempt > 20 ? draw.int(1, options.length) : 1), field.max ?? options.length)
      return attempt === 0 ? options.slice(0, many) : draw.shuffle(options).slice(0, many)
    }
    case 'person':
      return draw.pick(place.staffIds)
    case 'people': {
      const many = Math.min(Math.max(field.min ?? 1, place.attendance ?? 3), field.max ?? 2000, place.staffIds.length)
      return draw.shuffle([...place.staffIds]).slice(0, many)
    }
    case 'department':
      return place.departmentId ?? place.departmentIds[0] ?? null
    case 'file':
    case 'picture':
      return Array.from({ length: Math.max(1, field.min ?? 1) }, () => placeholder)
    case 'signature':
      return placeholder
    case 'link':
      return null
  }
}

/** A value that fulfils a condition of a filter. */
function fulfilling(condition: Condition, field: FieldDefinition, value: FieldValue, draw: Seeded): FieldValue {
  const { sign, values } = condition
  if (sign === 'is') return draw.pick(values)
  if (sign === 'has') return [...new Set([draw.pick(values), ...(Array.isArray(value) ? (value as readonly string[]) : [])])].slice(0, field.max ?? 60)
  const [bound] = values
  const number = typeof value === 'number' ? value : bound
  const step = 10 ** -field.decimals
  return sign === '>=' ? Math.max(number, bound) : sign === '<=' ? Math.min(number, bound) : sign === '>' ? Math.max(number, bound + step) : Math.min(number, bound - step)
}

/**
 * An entry that its definition accepts, drawn from a seed: for the demonstration, journeys and benchmarks. Null where four
 * hundred tries found none, which the tests of the catalogue do not allow.
 */
export function sampleEntry(definition: RegisterDefinition, seed: string, place: SamplePlace): Sample | null {
  const draw = seeded(`${definition.key} ${seed}`)
  const conditions = place.where === null || place.where === undefined ? [] : readConditions(place.where)
  if ('fault' in conditions) throw new Error(`${definition.key}: ${conditions.fault}`)
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const values: Record<string, FieldValue> = {}
    for (const field of definition.fields) {
      if (!isAsked(definition, field, values)) continue
      const condition = conditions.find((each) => each.field === field.key)
      const wanted = field.required || condition !== undefined || (!isFileField(field) && attempt % 2 === 0)
      if (!wanted) continue
      const value = valueFor(field, draw, place, attempt)
      values[field.key] = condition === undefined ? value : fulfilling(condition, field, value, draw)
    }
    const needsEvidence = definition.evidence.files === 'required'
    const judged = validateEntry(definition, { on: place.on, departmentId: place.departmentId, values }, { today: place.today, evidence: needsEvidence ? 1 : 0 })
    const fileFields = definition.fields.filter((field) => isFileField(field) && values[field.key] !== undefined)
    // The only fault allowed is that a file is not there yet.
    if (judged.faults.every((fault) => fileFields.some((field) => fault.path === `values.${field.key}`))) {
      const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !fileFields.some((field) => field.key === key)))
      return { values: kept, fileFields: fileFields.flatMap((field) => Array.from({ length: Math.max(1, field.min ?? 1) }, () => field.key)), needsEvidence }
    }
  }
  return null
}
