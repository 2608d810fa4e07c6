import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { openRegister } from '../definitions.ts'
import { mayTake } from '../rules/import/taking.ts'
import { enter } from '../rules/decisions.ts'
import { staffIdsOf } from '../rules/fact.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { Directory } from '../rules/import/cells.ts'
import type { GoodRow } from '../rules/import/judge-row.ts'
import { validateEntry } from '../rules/validate.ts'
import { idsNamed, partPersonal, titleOf } from '../rules/words.ts'
import { insertEntries } from '../store/entries.ts'
import * as store from '../store/imports.ts'
import { departmentNames, staffOfBodies } from '../store/people.ts'
import { ownBody } from './body.ts'
import { sealed } from './enter.ts'
import { follow } from './follow.ts'
import { datedDirectory } from './imports.ts'
import { strangersOf } from './named.ts'
import { breathe, portion, unseal } from './packed.ts'

/** Rows a statement, and facts told at once. */
const together = 1000

/** Rule RG-24: all rows or the good ones, as the person chose; in one transaction, once. Each row is judged again, since the world went on after the preview. */
export async function takeImport(act: Act, ask: store.ImportKey & { rows: 'all' | 'good' }): Promise<void> {
  const body = await ownBody(act.tx, act.actor)
  const { run, sealed: held } = await store.loadForUpdate(act.tx, ask)
  const { definition, version } = await openRegister(act, ask.key)
  const no = mayTake(definition, body, act.actor, run, ask.rows)
  if (no !== null) throw new RefusedError(no.refused)
  if (held === null) throw new RefusedError('register.import_over')
  if (version !== run.version) throw new RefusedError('register.import_stale', definition.name.zh)
  const rows = await unseal<GoodRow>(act.vault, held)
  await judgeAgain(act, definition, run.institutionId, rows)
  const names = await namesOfBody(act, definition, run.institutionId, rows)
  // By days, so that each day is told of in one or two portions and the plan rules it once or twice.
  rows.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.row - b.row))
  await store.planAgain(act.tx)
  for (let at = 0; at < rows.length; at += together) await takePortion(act, definition, run, rows.slice(at, at + together), names)
  await store.finishImport(act.tx, run, { state: 'taken', at: act.now.toISOString(), taken: rows.length })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'register.imported', subjectId: run.id, detail: { register: ask.key, fileName: run.fileName, taken: rows.length, leftOut: run.counts.bad } })
}

async function takePortion(act: Act, definition: RegisterDefinition, run: store.ImportRun, rows: readonly GoodRow[], names: ReadonlyMap<string, string>): Promise<void> {
  const kept = rows.map((row) => {
    const { plain, personal } = partPersonal(definition, row.values)
    const entry = enter(definition, act.actor, {
      institutionId: run.institutionId, regionCode: run.regionCode, id: act.newId(), registerKey: run.registerKey, version: run.version, on: row.on, departmentId: row.departmentId,
      values: plain, staffIds: staffIdsOf(definition, plain), title: titleOf(definition, plain, names), sealed: Object.keys(personal), files: 0,
    }, act.now.toISOString())
    return { entry, personal: sealed(act, personal), importId: run.id }
  })
  await insertEntries(act.tx, kept)
  await follow(act, kept.map(({ entry }) => ({ definition, before: null, after: entry })), names)
}

/** A row that would now be refused stops the import and is named; what was promised in the preview is what happens, or nothing. */
async function judgeAgain(act: Act, definition: RegisterDefinition, institutionId: string, rows: readonly GoodRow[]): Promise<void> {
  const directoryOn = await datedDirectory(act.tx, institutionId)
  const known = new Map<Directory, ReadonlyMap<string, string>>()
  const knownOn = (directory: Directory) => {
    const before = known.get(directory)
    const made = before ?? new Map([...directory.departments.values(), ...directory.byNumber.values()].map((id) => [id, '']))
    known.set(directory, made)
    return made
  }
  const stale: number[] = []
  for (const [at, row] of rows.entries()) {
    const { faults } = validateEntry(definition, row, { today: act.today })
    if (faults.length > 0 || strangersOf(definition, row, knownOn(directoryOn(row.on))).length > 0) stale.push(row.row)
    if (at % portion === portion - 1) await breathe()
  }
  if (stale.length > 0) throw new RefusedError('register.import_stale', stale.slice(0, 20).join('、') + (stale.length > 20 ? ` 等 ${stale.length} 行` : ''))
}

async function namesOfBody(act: Act, definition: RegisterDefinition, institutionId: string, rows: readonly GoodRow[]): Promise<ReadonlyMap<string, string>> {
  const staff = await staffOfBodies(act.tx, [institutionId])
  const departmentIds = new Set(rows.flatMap((row) => [...(row.departmentId === null ? [] : [row.departmentId]), ...idsNamed(definition, row.values).departmentIds]))
  return new Map([...staff.map((each) => [each.staffId, each.name] as const), ...(await departmentNames(act.tx, [institutionId], [...departmentIds]))])
}
