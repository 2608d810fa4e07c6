import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { sampleEntry } from '../../db/demo/sample-entry.ts'
import { readRegisters, type Catalogued } from '../../modules/register/definitions.ts'
import { checkDefinition } from '../../modules/register/rules/check-definition.ts'
import { RegisterDefinition } from '../../modules/register/rules/definition.ts'
import type { FieldValue } from '../../modules/register/rules/values.ts'
import { staffIdsOf } from '../../modules/register/rules/fact.ts'
import { partPersonal, titleOf } from '../../modules/register/rules/words.ts'

type Given = z.input<typeof RegisterDefinition>
const words = (zh: string, en: string) => ({ zh, en })
const periods = ['week', 'month', 'day', 'month', 'quarter', 'none', 'week', 'year', 'month', 'month'] as const

/** Registers an installation of some years would have beside the catalogue: the same kinds of field, period and scope. */
function furtherRegister(at: number): RegisterDefinition {
  const period = periods[at % periods.length] ?? 'month'
  const byDepartment = at % 3 === 0
  const given: Given = {
    key: `bench-${at + 1}`, name: words(`补充台账${at + 1}`, `Further register ${at + 1}`), why: words('按要求留痕', 'Kept as asked'), does: words('按期登记', 'Entered in turn'),
    group: 'quality', scope: byDepartment ? 'department' : 'institution', period, expect: period === 'none' ? 0 : 1, enter: ['institution_clerk', 'department_head', 'nurse'], correct: ['institution_clerk'],
    ...(byDepartment ? { departments: ['clinical', 'technical'] as ('clinical' | 'technical')[] } : {}),
    ...(at % 4 === 0 ? { confirm: ['institution_head'] as ('institution_head')[] } : {}),
    day: { label: words('登记日期', 'On'), late: 31 },
    fields: [
      { key: 'subject', label: words('事项', 'Subject'), type: 'text', required: true, min: 2, max: 80, list: true },
      { key: 'sort', label: words('类别', 'Sort'), type: 'choice', required: true, list: true, filter: true, options: ['first', 'second', 'third', 'fourth', 'other'].map((value, n) => ({ value, zh: `第${n + 1}类`, en: `Sort ${n + 1}` })) },
      { key: 'done_by', label: words('经手人', 'Done by'), type: 'person', required: true, list: true },
      { key: 'amount', label: words('数量', 'Amount'), type: 'number', required: true, min: 1, max: 500, list: true },
      { key: 'passed', label: words('是否合格', 'Passed'), type: 'boolean', required: true, filter: true },
      { key: 'remark', label: words('说明', 'Remark'), type: 'longtext', max: 500 },
    ],
    totals: ['amount'], title: 'subject', source: { zh: '测试', certainty: 'house' },
  }
  const definition = RegisterDefinition.parse(given)
  const faults = checkDefinition(definition)
  if (faults.length > 0) throw new Error(`a register of the benchmark is faulty: ${faults[0]?.reason}`)
  return definition
}

/** The catalogue's registers and as many more as are wanted, in a fixed order. */
export function benchRegisters(count: number): Catalogued[] {
  const own = readRegisters()
  const further = Array.from({ length: Math.max(0, count - own.length) }, (_, at) => furtherRegister(at))
  return [...own, ...further.map((definition) => ({ definition, sha256: createHash('sha256').update(JSON.stringify(definition)).digest('hex') }))]
}

const subjects = ['高血压患者少吃盐', '抗生素合理使用', '预防跌倒坠床', '出院后按时服药', '秋冬呼吸道防护', '口腔卫生', '手卫生抽查', '门诊大厅秩序', '病区夜间巡视', '急救设备检查', '消防通道检查', '处方书写抽查', '患者身份核对', '术前谈话', '静脉输液巡视', '候诊区改造', '投诉回访', '便民措施', '双向转诊衔接', '家庭医生签约']

/** Where a sample names people and departments there stand these, in this order; the row puts in those of its body. */
export const staffMarks = Array.from({ length: 12 }, (_, at) => `01000000-0000-7000-8000-0000000000${(at + 10).toString(16).padStart(2, '0')}`)
export const departmentMark = '01000000-0000-7000-8000-0000000000f0'

/** What an entry may say; entries of one register draw among some hundred of them. */
export type BenchSample = { readonly values: Readonly<Record<string, FieldValue>>; readonly title: string; readonly staffIds: readonly string[] }

export function samplesOf(definition: RegisterDefinition, count: number): BenchSample[] {
  const place = { on: '2026-01-05', today: '2026-01-05', departmentId: departmentMark, departmentIds: [departmentMark], staffIds: staffMarks }
  const names = new Map([...staffMarks.map((id, at) => [id, `职工${at + 1}`] as const), [departmentMark, '科室'] as const])
  const titleField = definition.fields.find((field) => field.key === definition.title && field.type === 'text' && field.pattern === undefined)
  return Array.from({ length: count }, (_, at) => {
    const sample = sampleEntry(definition, `registers ${at}`, place)
    if (sample === null) throw new Error(`no entry of '${definition.key}' could be drawn`)
    const subject = `${subjects[at % subjects.length]}${Math.floor(at / subjects.length) + 1}`
    const all = Object.fromEntries(definition.fields.map((field) => [field.key, sample.values[field.key] ?? null]))
    const { plain } = partPersonal(definition, titleField === undefined ? all : { ...all, [titleField.key]: subject.slice(0, titleField.max ?? 80) })
    return { values: plain, title: titleOf(definition, plain, names), staffIds: staffIdsOf(definition, plain) }
  })
}
