import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution } from '../directory/public.ts'
import { listReportDues, listReportPeriods, type ReportPeriod } from '../plan/public.ts'
import { gatherBelow, isBelowBody, type Below, type BodyLine, type Stranger } from './below.ts'
import { emptyLines } from './figures.ts'
import { headOf, summaryOf, tableOf, type Moment, type Subject } from './fill.ts'
import { formOf, type Form } from './forms.ts'
import type { LineContent, PackContent, SectionContent } from './rules/content.ts'
import { nothing, sumParts } from './rules/figures.ts'
import type { PackState } from './rules/names.ts'
import { windowOf } from './rules/windows.ts'
import * as packs from './store/packs.ts'
import * as versions from './store/versions.ts'

/** A campaign, form and period as seen by one commission. */
export type RollupAsk = { readonly institutionId: string; readonly planId: string; readonly formKey: string; readonly toOn: IsoDate }

/** Every body that is asked, how it stands, and the figures of those that handed in. */
export type Gathered = { readonly bodies: readonly BodyLine[]; readonly figures: readonly (readonly LineContent[])[]; readonly periods: readonly ReportPeriod[]; readonly strangers: readonly Stranger[]; readonly linked: Below['linked'] }

/** Which form and period is summed: its own, or for a commission's form the newest period of the form it sums that ended by then. */
async function sourceOf(read: ReadTx, ask: RollupAsk): Promise<versions.FormDay> {
  const formKey = formOf(ask.formKey)?.of
  if (formKey === undefined) return { formKey: ask.formKey, toOn: ask.toOn }
  const ended = (await listReportDues(read, { planId: ask.planId, from: '1900-01-01', to: '9999-12-31' })).filter((due) => due.formKey === formKey && due.toOn <= ask.toOn)
  return { formKey, toOn: ended.map((due) => due.toOn).sort().at(-1) ?? ask.toOn }
}

/** The pack in which a commission sums: what its own duty asks for, else the roll-up it opened by itself. */
export async function findOwnPack(read: ReadTx, ask: RollupAsk, now: Instant): Promise<(packs.PackKey & { readonly state: PackState }) | undefined> {
  const [period] = await listReportPeriods(read, { institutionId: ask.institutionId, planId: ask.planId, formKeys: [ask.formKey], toOn: ask.toOn, limit: 1 }, now)
  if (period === undefined) return packs.findRollup(read, ask.institutionId, ask)
  const key = { institutionId: ask.institutionId, packId: period.periodId }
  return { ...key, state: (await packs.findPack(read, key))?.state ?? 'draft' }
}

/**
 * Rule RP-12: what a roll-up is made of: the packs of this campaign in the commission's region, and what lower commissions
 * locked or sent for campaigns that belong to it, whoever reads it. A body that is here and in a bundle counts once, as it is here.
 */
export async function gatherBodies(read: ReadTx, ask: RollupAsk, now: Instant): Promise<Gathered> {
  const source = await sourceOf(read, ask)
  const of = { planId: ask.planId, ...source }
  const isBelow = isBelowBody(await findInstitution(read, ask.institutionId))
  const periods = (await listReportPeriods(read, { planId: ask.planId, formKeys: [source.formKey], toOn: source.toOn }, now)).filter(isBelow)
  const known = new Map((await packs.listOfPeriod(read, { ...of, kind: 'obligation' })).map((pack) => [`${pack.institutionId} ${pack.packId}`, pack]))
  const standing = new Map((await versions.listStandingLines(read, of)).map((version) => [`${version.institutionId} ${version.packId}`, version]))
  const summed = source.formKey === ask.formKey ? [source] : [{ formKey: ask.formKey, toOn: ask.toOn }, source]
  const below = await gatherBelow(read, { institutionId: ask.institutionId, isBelow, planId: ask.planId, of: summed, here: new Set(periods.map((period) => period.institutionId)) }, now)
  const own = periods.map((period) => {
    const key = `${period.institutionId} ${period.periodId}`
    const pack = known.get(key)
    const version = standing.get(key)
    const place = pack === undefined || pack.standing === 'none' ? ('missing' as const) : pack.standing
    return {
      institutionId: period.institutionId, name: period.institutionName, regionCode: period.regionCode, place, onTime: pack?.onTime ?? null, submittedAt: pack?.submittedAt ?? null, revision: version?.revision ?? pack?.revision ?? 1, sha256: version?.sha256 ?? null, imported: false,
      packId: period.periodId, dueOn: period.dueOn, state: pack?.state ?? 'unopened',
    }
  })
  const ownKeys = new Set(own.map((body) => `${body.institutionId} ${body.packId}`))
  return {
    bodies: [...own, ...below.bodies],
    figures: [...[...standing.entries()].filter(([key]) => ownKeys.has(key)).map(([, version]) => version.lines), ...below.figures],
    periods, strangers: below.strangers, linked: below.linked,
  }
}

/** The lines of a form with the sums of everybody's figures. */
export function sumLines(form: Form, figures: readonly (readonly LineContent[])[], texts: Readonly<Record<string, string>>): LineContent[] {
  const byBody = figures.map((lines) => new Map(lines.map((line) => [line.key, line])))
  return emptyLines(form).map((line) => {
    if (line.how === 'text') return { ...line, period: null, cumulative: null, note: texts[line.key] ?? '' }
    const found = byBody.flatMap((lines) => lines.get(line.key) ?? [])
    return { ...line, period: sumParts(line, found.map((each) => each.period ?? nothing)), cumulative: sumParts(line, found.map((each) => each.cumulative ?? nothing)), note: texts[`${line.key}.note`] ?? '' }
  })
}

/** A commission's pack: sums, who stands how, its own words. Ledgers and evidence stay with the bodies that handed them in. */
export async function fillRollup(read: ReadTx, form: Form, subject: Subject, at: Moment): Promise<PackContent> {
  const gathered = await gatherBodies(read, { institutionId: subject.body.id, planId: subject.plan.id, formKey: form.key, toOn: subject.period.toOn }, at.now)
  return composeRollup(form, subject, gathered, at)
}

export function composeRollup(form: Form, subject: Subject, gathered: Gathered, at: Moment): PackContent {
  const lines = sumLines(form, gathered.figures, subject.texts)
  const sections = form.sections.flatMap((section): SectionContent[] => (section.kind === 'table' ? [tableOf(section, lines)] : section.kind === 'summary' ? [summaryOf(section, subject.texts)] : []))
  const bodies = gathered.bodies.map(({ packId: _pack, dueOn: _due, state: _state, ...line }) => line)
  return { ...headOf(form, subject, windowOf(form.covers, subject.covered, at.today), at.now), kind: subject.kind, sections, bodies }
}
