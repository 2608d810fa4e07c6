import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { departmentsOn, staffNumbers } from '../../directory/public.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Codes } from '../ingest/judge.ts'
import { mayKeep } from '../rules/authority.ts'
import { placeCodesJob } from '../jobs.ts'
import { drugsByCodes } from '../store/drugs.ts'
import { listCodes, saveCodes, type Code } from '../store/mappings.ts'
import { ownBody } from './body.ts'

/**
 * Rule PR-17: a code stands for the department of that name or the person of that employee number (or name, where only one
 * has it), unless somebody said otherwise. A code that stands for nobody keeps its line: it counts for the institution.
 */
export async function codesOf(read: ReadTx, institutionId: string, today: string, kinds: Codes['kinds']): Promise<Codes> {
  const [departments, staff, said] = await Promise.all([departmentsOn(read, institutionId, today), staffNumbers(read, institutionId), listCodes(read, institutionId)])
  const named = Map.groupBy(staff, (each) => each.name)
  const single = [...named].flatMap(([name, all]): [string, string][] => (all.length === 1 && all[0] !== undefined ? [[name, all[0].staffId]] : []))
  const targets = (kind: Code['kind']) => said.flatMap((each): [string, string][] => { const target = each.targetId ?? each.itemCode; return each.kind === kind && target !== null ? [[each.code, target]] : [] })
  return {
    kinds,
    departments: new Map([...departments.map((each): [string, string] => [each.name, each.id]), ...targets('department')]),
    prescribers: new Map([...single, ...staff.map((each): [string, string] => [each.employeeNumber, each.staffId]), ...targets('prescriber')]),
    items: new Map(targets('item')),
  }
}

/** What codes stand for is said by whoever keeps the lines; lines that are in already follow by a job. */
export async function keepCodes(act: Act, ask: { readonly codes: readonly Code[] }): Promise<void> {
  const no = mayKeep(act.actor, act.actor.institutionId)
  if (no !== null) throw new RefusedError(no.refused)
  const body = await ownBody(act.tx, act.actor)
  const departments = new Set((await departmentsOn(act.tx, body.institutionId, act.today)).map((each) => each.id))
  const staff = new Set((await staffNumbers(act.tx, body.institutionId)).map((each) => each.staffId))
  const items = await drugsByCodes(act.tx, ask.codes.flatMap((code) => (code.kind === 'item' && code.itemCode !== null ? [code.itemCode] : [])))
  for (const code of ask.codes) {
    const isOurs = code.kind === 'item' ? code.itemCode !== null && items.has(code.itemCode) : code.targetId !== null && (code.kind === 'department' ? departments : staff).has(code.targetId)
    if (!isOurs) throw new RefusedError('prescribing.code_unknown_target')
  }
  await saveCodes(act.tx, body, ask.codes, act.now.toISOString())
  await placeCodesJob.enqueue(act.tx, { institutionId: body.institutionId }, { key: `${placeCodesJob.name} ${body.institutionId}` })
  await act.record({ ...body, kind: 'prescribing.codes_kept', subjectId: body.institutionId, detail: { codes: ask.codes.length } })
}
