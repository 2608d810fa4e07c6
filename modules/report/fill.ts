import type { Fact, FactValue } from '../../kernel/fact.ts'
import { earlierDate, laterDate, type IsoDate } from '../../kernel/calendar.ts'
import { shanghaiDate, type Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { departmentsOn, staffNames } from '../directory/public.ts'
import { windowEvidence, windowObligations } from '../plan/public.ts'
import { listPeriodFiles } from '../register/public.ts'
import type { FieldDefinition } from '../register/rules/definition.ts'
import { fillLines, registerFacts, type Asked } from './figures.ts'
import { reportCatalogue, type Form } from './forms.ts'
import { contentFormat, type LineContent, type PackContent, type SectionContent } from './rules/content.ts'
import { registerOf, type Section } from './rules/definition.ts'
import type { PackKind } from './rules/names.ts'
import { windowOf, type Covered, type Window } from './rules/windows.ts'

/** Whose pack, of which plan and period, with the words people wrote. */
export type Subject = {
  readonly kind: PackKind
  readonly body: PackContent['body']
  readonly plan: PackContent['plan']
  readonly period: PackContent['period']
  readonly covered: Covered
  readonly revision: number
  readonly texts: Readonly<Record<string, string>>
}
export type Moment = { readonly now: Instant; readonly today: IsoDate }

const mostEvidence = 500

export const headOf = (form: Form, subject: Subject, window: Window, now: Instant): Omit<PackContent, 'sections' | 'bodies'> => ({
  format: contentFormat, kind: subject.kind, form: { key: form.key, version: form.version, sha256: form.sha256, name: form.name, title: form.title }, body: subject.body, plan: subject.plan, period: subject.period, window, asOf: now, revision: subject.revision,
})

export const summaryOf = (section: Extract<Section, { kind: 'summary' }>, texts: Readonly<Record<string, string>>): SectionContent => ({
  kind: 'summary', key: section.key, title: section.title, fields: section.fields.map((field) => ({ key: field.key, label: field.label, text: texts[field.key] ?? '' })),
})

/** Table sections of a form over lines that were filled for the whole form. */
export const tableOf = (section: Extract<Section, { kind: 'table' }>, lines: readonly LineContent[]): SectionContent => ({
  kind: 'table', key: section.key, title: section.title, lines: section.lines.flatMap((line) => lines.find((each) => each.key === line.key) ?? []),
})

/**
 * Rule RP-2: a pack fills itself: figures, ledgers and the list of evidence are read from live facts at this moment;
 * people add words only. One question per register, two to the plan, one to the measures, however many lines there are.
 */
export async function fillPack(read: ReadTx, form: Form, subject: Subject, at: Moment): Promise<PackContent> {
  const window = windowOf(form.covers, subject.covered, at.today)
  const asked: Asked = { institutionId: subject.body.id, planId: subject.plan.id, window, now: at.now }
  const facts = await registerFacts(read, form, asked)
  const lines = await fillLines(read, form, asked, facts, subject.texts)
  const sections: SectionContent[] = []
  for (const section of form.sections) {
    if (section.kind === 'table') sections.push(tableOf(section, lines))
    else if (section.kind === 'summary') sections.push(summaryOf(section, subject.texts))
    else if (section.kind === 'evidence') sections.push(await evidenceOf(read, section, asked, subject, at.today))
    else sections.push(section.of === 'plan' ? await planLedger(read, section, asked) : await registerLedger(read, section, asked, facts.get(registerOf(section.of) ?? '') ?? []))
  }
  return { ...headOf(form, subject, window, at.now), sections, bodies: null }
}

type Ledger = Extract<Section, { kind: 'ledger' }>

const planColumns = [
  { key: 'clause', label: { zh: '条款', en: 'Clause' } }, { key: 'duty', label: { zh: '任务', en: 'Duty' } }, { key: 'due', label: { zh: '期限', en: 'Due' } }, { key: 'verdict', label: { zh: '认定', en: 'Verdict' } }, { key: 'claimed', label: { zh: '申报日期', en: 'Claimed' } }, { key: 'verified', label: { zh: '核实日期', en: 'Verified' } },
]
const verdictWords = { met: '已落实', due: '未到期', overdue: '逾期', unmet: '未落实', waived: '免除' } as const
const dayOf = (instant: string | null) => (instant === null ? '' : shanghaiDate(instant))

async function planLedger(read: ReadTx, section: Ledger, asked: Asked): Promise<SectionContent> {
  const rows = await windowObligations(read, { institutionId: asked.institutionId, planId: asked.planId, fromOn: asked.window.fromOn, toOn: asked.window.toOn }, asked.now, section.most + 1)
  const shown = rows.slice(0, section.most)
  return {
    kind: 'ledger', key: section.key, title: section.title, of: section.of, columns: planColumns, left: rows.length - shown.length,
    rows: shown.map((row) => ({ clause: `${row.clausePrinted}${row.clauseTitle}`, duty: row.text, due: row.dueOn, verdict: verdictWords[row.verdict], claimed: dayOf(row.claimedAt), verified: dayOf(row.verifiedAt) })),
  }
}

/** A value of an entry in words: choices by their labels, people by name. */
function wordOf(value: FactValue | undefined, field: FieldDefinition | undefined, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field?.type === 'person') return names.get(String(value)) ?? ''
  if (field?.options === undefined) return String(value)
  return String(value).split(',').map((each) => field.options?.find((option) => option.value === each)?.zh ?? each).join('、')
}

async function registerLedger(read: ReadTx, section: Ledger, asked: Asked, facts: readonly Fact[]): Promise<SectionContent> {
  const definition = reportCatalogue().registers.get(registerOf(section.of) ?? '')
  const inside = facts.filter((fact) => fact.on >= asked.window.fromOn)
  const shown = inside.slice(0, section.most)
  const fields = section.columns.map((column) => definition?.fields.find((field) => field.key === column.field))
  const people = fields.some((field) => field?.type === 'person') ? await staffNames(read, [...new Set(shown.flatMap((fact) => fact.staffIds))]) : new Map<string, string>()
  const departments = shown.some((fact) => fact.departmentId !== null) ? await departmentNames(read, asked) : new Map<string, string>()
  const titled = definition?.fields.find((field) => field.key === definition.title)
  return {
    kind: 'ledger', key: section.key, title: section.title, of: section.of, left: inside.length - shown.length,
    columns: [
      { key: 'on', label: definition?.day.label ?? { zh: '日期', en: 'Day' } },
      ...(departments.size === 0 ? [] : [{ key: 'department', label: { zh: '科室', en: 'Department' } }]),
      { key: 'title', label: titled?.label ?? { zh: '内容', en: 'Title' } },
      ...section.columns.map((column) => ({ key: column.field, label: column.label })),
    ],
    rows: shown.map((fact) => ({
      on: fact.on, title: fact.title, ...(departments.size === 0 ? {} : { department: departments.get(fact.departmentId ?? '') ?? '' }),
      ...Object.fromEntries(section.columns.map((column, at) => [column.field, wordOf(fact.fields[column.field], fields[at], people)])),
    })),
  }
}

/** Departments by id, those closed during the days as well. */
async function departmentNames(read: ReadTx, asked: Asked): Promise<ReadonlyMap<string, string>> {
  const { fromOn, toOn } = asked.window
  const found = [...(await departmentsOn(read, asked.institutionId, fromOn)), ...(fromOn === toOn ? [] : await departmentsOn(read, asked.institutionId, toOn))]
  return new Map(found.map((each) => [each.id, each.name]))
}

type Evidence = Extract<SectionContent, { kind: 'evidence' }>

/** Evidence of obligations counts until the due day: what proves a week is often sent on the Monday after. */
async function handedIn(read: ReadTx, asked: Asked, subject: Subject, today: IsoDate): Promise<Evidence['files']> {
  const toOn = laterDate(asked.window.toOn, earlierDate(today, subject.period.dueOn))
  const found = await windowEvidence(read, { institutionId: asked.institutionId, planId: asked.planId, fromOn: asked.window.fromOn, toOn }, mostEvidence + 1)
  return found.map((file) => ({ name: file.name, proves: file.proves, sha256: file.sha256, size: file.size, on: shanghaiDate(file.submittedAt) }))
}

/** What was added to the entries of the days themselves. */
async function keptWithEntries(read: ReadTx, registerKeys: readonly string[], asked: Asked): Promise<Evidence['files']> {
  if (registerKeys.length === 0) return []
  const found = await listPeriodFiles(read, { institutionId: asked.institutionId, registerKeys, fromOn: asked.window.fromOn, toOn: asked.window.toOn }, mostEvidence + 1)
  return found.map((file) => ({ name: file.name, proves: `${reportCatalogue().registers.get(file.registerKey)?.name.zh ?? file.registerKey}：${file.title}`, sha256: file.sha256, size: file.size, on: file.on }))
}

async function evidenceOf(read: ReadTx, section: Extract<Section, { kind: 'evidence' }>, asked: Asked, subject: Subject, today: IsoDate): Promise<Evidence> {
  const ofPlan = section.of.includes('plan') ? await handedIn(read, asked, subject, today) : []
  const found = [...ofPlan, ...(await keptWithEntries(read, section.of.flatMap((of) => registerOf(of) ?? []), asked))]
  const files = found.slice(0, mostEvidence)
  return { kind: 'evidence', key: section.key, title: section.title, files, left: found.length - files.length }
}
