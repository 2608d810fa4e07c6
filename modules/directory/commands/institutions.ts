import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { pinyinOf } from '../pinyin.ts'
import * as rules from '../rules/bodies.ts'
import type { Body } from '../rules/authority.ts'
import { regionNames } from '../store/regions.ts'
import * as store from '../store/institutions.ts'

/** Who and where, of a body that exists in the actor's sight. */
export async function bodyOf(act: Pick<Act, 'tx'>, institutionId: string): Promise<Body> {
  const found = await store.loadInstitution(act.tx, institutionId)
  return { institutionId: found.id, regionCode: found.regionCode, kind: found.kind, active: found.active }
}

const occurrence = (each: Pick<rules.Institution, 'id' | 'regionCode'>, kind: string, detail: Readonly<Record<string, unknown>>) => ({ institutionId: each.id, regionCode: each.regionCode, kind, subjectId: each.id, detail })

export async function createInstitution(act: Act, ask: rules.InstitutionFacts): Promise<string> {
  const credit = orThrow(rules.readCreditCode(ask.creditCode))
  const facts: rules.InstitutionFacts = { ...ask, creditCode: credit.value }
  if (!(await regionNames(act.tx, [facts.regionCode])).has(facts.regionCode)) throw new RefusedError('directory.region_unknown', facts.regionCode)
  const no = rules.mayCreate(act.actor, facts)
  if (no !== null) throw new RefusedError(no.refused)
  const id = act.newId()
  await store.insertInstitutions(act.tx, [{ ...facts, id, regionPrefix: rules.prefixOf(facts), pinyin: pinyinOf(facts.name) }], act.now.toISOString())
  await act.record(occurrence({ id, regionCode: facts.regionCode }, 'directory.institution_created', { name: facts.name, creditCode: facts.creditCode, remark: credit.remark }))
  return id
}

export async function changeInstitution(act: Act, ask: rules.InstitutionFacts & { institutionId: string; revision: number }): Promise<void> {
  const { institutionId, revision, ...facts } = ask
  const current = await store.loadForUpdate(act.tx, institutionId)
  // A code that is not being changed is not judged again: it may have been taken with a remark.
  const creditCode = facts.creditCode === current.creditCode ? current.creditCode : orThrow(rules.readCreditCode(facts.creditCode)).value
  const changed = orThrow(rules.change(act.actor, current, { ...facts, creditCode }, revision))
  await store.saveInstitution(act.tx, { ...changed, pinyin: pinyinOf(changed.name) }, revision)
  const differing = Object.keys(facts).filter((key) => changed[key as keyof rules.InstitutionFacts] !== current[key as keyof rules.InstitutionFacts])
  await act.record(occurrence(changed, 'directory.institution_changed', { fields: differing, name: changed.name }))
}

async function openOrClose(act: Act, ask: { institutionId: string; reason: string; revision: number }, decide: typeof rules.close, kind: string): Promise<void> {
  const current = await store.loadForUpdate(act.tx, ask.institutionId)
  const changed = orThrow(decide(act.actor, current, ask.revision))
  await store.saveInstitution(act.tx, { ...changed, pinyin: pinyinOf(changed.name) }, ask.revision)
  await act.record(occurrence(changed, kind, { reason: ask.reason }))
}

export const closeInstitution = (act: Act, ask: { institutionId: string; reason: string; revision: number }) => openOrClose(act, ask, rules.close, 'directory.institution_closed')
export const reopenInstitution = (act: Act, ask: { institutionId: string; reason: string; revision: number }) => openOrClose(act, ask, rules.reopen, 'directory.institution_reopened')
