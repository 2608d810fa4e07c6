import { randomUUID } from 'node:crypto'
import type { StaffRole } from '../../../kernel/actor.ts'
import { api, arrange, newInstitution, type World } from '../../../server/testing/api.ts'
import { newVisitor } from '../../../server/testing/visitor.ts'
import { emptyBoxes } from '../commands/empty.ts'
import { surveys } from '../catalog.ts'

/** A hospital with two departments that uses some questionnaires, and its people. */
export async function surveyHouse(world: World, keys: readonly string[] = ['outpatient']) {
  const body = await newInstitution(world)
  const [medicine = '', surgery = ''] = await arrange(world, async (act) => {
    const ids = [act.newId(), act.newId()]
    for (const [at, name] of ['内科', '普外科'].entries()) await act.tx.insertInto('department').values({ institution_id: body.institutionId, id: ids[at] ?? '', region_code: body.regionCode, name, kind: 'clinical' }).execute()
    return ids
  })
  const as = async (role: StaffRole, departmentId?: string) => api(world, await body.person(role, departmentId))
  const [clerk, desk] = [await as('institution_clerk'), await as('desk_clerk')]
  // Codes below are those of paper that follows no visit; what is not of them itself wants them counted.
  for (const key of keys) {
    await clerk.post('/surveys', { key })
    const ofPatients = ['outpatient', 'inpatient'].includes(surveys().get(key)?.audience ?? '')
    if (ofPatients) await clerk.put(`/surveys/${key}`, { active: true, byMessage: true, smallest: 10, countsUnnamed: true })
  }
  const codes = async (count: number, departmentId: string | null = medicine, key = 'outpatient'): Promise<string[]> => ((await clerk.post(`/surveys/${key}/sheets`, { batchId: randomUUID(), count, departmentId })).body.sheets as { code: string }[]).map((sheet) => sheet.code)
  return { ...body, medicine, surgery, as, clerk, desk, codes, empty: () => emptyBoxes(world.platform) }
}

/** Every question of a questionnaire answered alike; what is given is answered otherwise. */
export const sheetOf = (choice: number | 'na', key = 'outpatient', otherwise: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries((surveys().get(key)?.items ?? []).map((item) => [item.key, otherwise[item.key] ?? String(choice)]))

/** A browser without scripts that sends the whole sheet. */
export const sendSheet = (world: World, code: string, answers: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
  newVisitor(world).post(`/survey/${code}`, { ...Object.fromEntries(Object.entries(answers).map(([key, value]) => [`q-${key}`, value])), page: '4', do: 'send', ...more })
