import { addDays, diffDays, type IsoDate } from '../../kernel/calendar.ts'
import { templateCatalog } from '../../modules/template/public.ts'
import { dayOf } from '../../modules/template/rules/plan-day.ts'
import { understandingOf } from '../../modules/template/rules/understanding.ts'
import { bindName } from '../../modules/template/rules/definition.ts'
import { createDraftFrom } from '../../modules/reader/public.ts'
import { confirmItems } from '../../modules/reader/commands.ts'
import { sections, type DutyItem, type Understanding } from '../../modules/reader/rules/draft/understanding.ts'
import { launchPlan, runLaunch } from '../../modules/plan/commands/launch.ts'
import type { Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import { at, stage, type Cast } from './cast.ts'

const templateId = 'ten-actions'
/** Taken in from another template: what every department owes its patients each week. */
const borrowed = { templateId: 'business-climate', clauseId: '000-2.7.1' }
/** The campaign began five weeks ago and goes on for ten more. */
const begun = -35
const lasts = 105

/** Every date of a draft moved by so many days; a date that names no day of its own stays where its rhythm puts it. */
function moved(understanding: Understanding, days: number): Understanding {
  const shift = (date: IsoDate | null) => (date === null ? null : addDays(date, days))
  const duty = (each: DutyItem): DutyItem => ({
    ...each,
    due: each.due === null ? null : { ...each.due, date: shift(each.due.date), printed: '' },
    cadence: each.cadence === null ? null : { ...each.cadence, start: shift(each.cadence.start), until: shift(each.cadence.until) },
  })
  return { ...understanding, phases: understanding.phases.map((phase) => ({ ...phase, start: shift(phase.start), end: shift(phase.end) })), duties: understanding.duties.map(duty) }
}

/** A clause of another template as the last of this draft, as a clerk would add what the county wants besides. */
function borrow(understanding: Understanding, year: number): void {
  const other = templateCatalog().templates.find((each) => each.definition.id === borrowed.templateId)
  if (other === undefined) throw new Error(`there is no template ${borrowed.templateId}`)
  const { clauses, duties } = understandingOf(other.definition, { year, title: '', issuer: null })
  const at = understanding.clauses.length + 1
  for (const clause of clauses.filter((each) => each.id === borrowed.clauseId)) understanding.clauses.push({ ...clause, parentId: null, path: '附加', printed: '附加', level: 1, lines: [at, at] })
  for (const duty of duties.filter((each) => each.clauseId === borrowed.clauseId)) understanding.duties.push({ ...duty, line: at })
}

/**
 * The campaign whose verdicts come from facts: made from a template, with the duties that modules of this release carry;
 * those of later steps are left out of the launch, as a clerk would leave them.
 */
export async function launchServiceDays(platform: Platform, cast: Cast, today: IsoDate): Promise<string> {
  const { templates, names } = templateCatalog()
  const template = templates.find((each) => each.definition.id === templateId)
  if (template === undefined) throw new Error(`there is no template ${templateId}`)
  const startsOn = addDays(today, begun)
  const year = Number(startsOn.slice(0, 4))
  const binds = template.definition.clauses.flatMap((clause) => clause.duties.map((duty) => bindName.parse(duty.bind)))
  const plain = understandingOf(template.definition, { year, title: '改善就医服务百日行动', issuer: '云溪县卫生健康委员会' })
  const understanding = moved(
    { ...plain, duties: plain.duties.map((duty, n) => ({ ...duty, settings: { ...duty.settings, included: duty.kind !== 'task' && names.get(binds[n] ?? '')?.step === null } })) },
    diffDays(dayOf(template.definition.starts, year), startsOn),
  )
  borrow(understanding, year)
  const clerk = cast.actor('commission', 'commission_clerk')
  const institutionIds = ['renmin', 'zhongyi', 'fuyou', 'renhe'].flatMap((key) => cast.people.institutions.get(key)?.id ?? [])
  let planId = ''
  await stage(platform, async (as) => {
    const act = await as(at(startsOn, 9), clerk)
    const draftId = await createDraftFrom(act, { understanding, source: { templateId, version: 1, sha256: template.sha256 }, fileName: `${template.definition.name.zh}（模板第1版）` })
    let revision = 1
    for (const section of sections) revision = (await confirmItems(act, { draftId, revision }, { items: [], section, confirmed: true })).revision
    planId = await launchPlan(act, { draftId, revision, institutionIds, startsOn, endsOn: addDays(startsOn, lasts), graceDays: 30 })
  })
  await runLaunch({ ...platform, clock: fixedClock(at(startsOn, 9.5)) }, planId)
  return planId
}
