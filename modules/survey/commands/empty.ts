import { randomUUID } from 'node:crypto'
import { systemActor } from '../../../kernel/actor.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { rosterOn } from '../../directory/public.ts'
import { redact } from '../../matter/rules/redact.ts'
import { factOf, type ScoreRow } from '../rules/fact.ts'
import { tally } from '../rules/score.ts'
import { unpackSheet } from '../rules/sealed.ts'
import { ready, type Survey } from '../rules/survey.ts'
import { asPoints, boxesWaiting, insertScores, insertTally, listWaiting, takeOut, type ScoreLine } from '../store/box.ts'
import { findForm, lockSurvey, type Form } from '../store/surveys.ts'
import { insertComments } from '../store/words.ts'

const system = systemActor('survey.boxes')

/** Every night: what is enough together comes out of the boxes and is counted. */
export async function emptyBoxes(platform: Platform): Promise<{ sheets: number }> {
  const waiting = await look(platform, system, ({ read }) => boxesWaiting(read))
  let sheets = 0
  for (const { institutionId, surveyKey } of waiting) sheets += await actAs(platform, system, (act) => emptyBox(act, institutionId, surveyKey))
  return { sheets }
}

/** Rule SV-7: one body's box of one questionnaire, version by version. */
export async function emptyBox(act: Act, institutionId: string, key: string): Promise<number> {
  const survey = await lockSurvey(act.tx, institutionId, key)
  const waiting = inBoxes(await listWaiting(act.tx, institutionId, key), survey)
  const rows: ScoreRow[] = []
  let sheets = 0
  for (const cells of Map.groupBy(waiting, (cell) => `${cell.version} ${cell.apart}`).values()) {
    const [{ version, apart } = { version: 0, apart: false }] = cells
    const form = await findForm(act.tx, institutionId, key, version)
    if (form === undefined) continue
    const { alone, together } = ready(cells, survey.smallest, act.today)
    const takes = [...alone.map((cell) => ({ departments: [cell.departmentId], departmentId: cell.departmentId })), ...(together.length === 0 ? [] : [{ departments: together.map((cell) => cell.departmentId), departmentId: null }])]
    for (const take of takes) {
      const counted = await count(act, survey, form, { ...take, apart })
      rows.push(...counted.rows)
      sheets += counted.sheets
    }
  }
  if (sheets === 0) return 0
  await tellFacts(act, rows.map((row) => ({ before: null, after: factOf(row) })))
  await act.record({ institutionId, regionCode: survey.regionCode, kind: 'survey.box_emptied', subjectId: key, detail: { sheets } })
  return sheets
}

type Cell = Awaited<ReturnType<typeof listWaiting>>[number]
/** Rule SV-5: where the house lets paper that follows no visit in, there is one box; else it has its own. */
const inBoxes = (cells: readonly Cell[], { countsUnnamed }: Survey): readonly Cell[] =>
  !countsUnnamed
    ? cells
    : [...Map.groupBy(cells, (cell) => `${cell.version} ${cell.departmentId}`).values()].flatMap((own) =>
        own.slice(0, 1).map((cell) => ({ ...cell, apart: false, sheets: own.reduce((sum, each) => sum + each.sheets, 0), since: own.map((each) => each.since).sort()[0] ?? cell.since })))

async function count(act: Act, survey: Survey, form: Form, take: { readonly departments: readonly (string | null)[]; readonly departmentId: string | null; readonly apart: boolean }): Promise<{ rows: ScoreRow[]; sheets: number }> {
  const { institutionId, regionCode, key, audience } = survey
  const body = { institutionId, regionCode }
  const sheets = (await takeOut(act.tx, { institutionId, key, version: form.version, apart: survey.countsUnnamed ? null : take.apart, departments: take.departments })).map((sealed) => unpackSheet(act.vault.open(sealed)))
  const { items, scores } = tally(form.content, sheets.map((sheet) => sheet.answers))
  const place = { ...body, surveyKey: key, version: form.version, departmentId: take.departmentId, on: act.today, apart: take.apart }
  const tallyId = act.newId()
  await insertTally(act.tx, { ...place, id: tallyId, sheets: sheets.length, items })
  const lines: ScoreLine[] = [...scores].map(([dimension, sum]) => ({ ...place, id: act.newId(), tallyId, audience, dimension, ...sum }))
  if (lines.length > 0) await insertScores(act.tx, lines)
  await keepComments(act, survey, take.departmentId, sheets.map((sheet) => sheet.comment).filter((said) => said !== ''))
  return { rows: lines.map(({ points, squares: _squares, tallyId: _tally, version: _version, ...line }) => ({ ...line, points: Number(asPoints(points)) })), sheets: sheets.length }
}

/** Rule SV-9: what was written is kept apart from what was ticked, without the names of staff, numbers and addresses, under ids of its own. */
async function keepComments(act: Act, survey: Survey, departmentId: string | null, said: readonly string[]): Promise<void> {
  if (said.length === 0) return
  const names = (await rosterOn(act.tx, survey.institutionId, act.today)).map((person) => person.name)
  const rows = said.map((text) => ({ id: randomUUID(), surveyKey: survey.key, departmentId, on: act.today, said: redact(text, names).text }))
  await insertComments(act.tx, survey, rows.sort((a, b) => (a.id < b.id ? -1 : 1)))
}
