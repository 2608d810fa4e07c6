import { addDays } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { departmentsOn, staffNames } from '../directory/public.ts'
import { nextMonth, type RankSum } from './rules/rank.ts'
import { nobody } from './store/rank.ts'

export const lastDay = (month: string): string => addDays(nextMonth(month), -1)

/** Departments as they were called at the end of a month. */
export async function departmentNamesIn(read: ReadTx, institutionId: string, month: string): Promise<Map<string, string>> {
  const names = new Map((await departmentsOn(read, institutionId, lastDay(month))).map((each) => [each.id, each.name]))
  return names.set(nobody, '未对应科室')
}

export async function withDepartmentNames(read: ReadTx, institutionId: string, month: string, sums: readonly RankSum[]): Promise<RankSum[]> {
  const names = await departmentNamesIn(read, institutionId, month)
  return sums.map((sum) => ({ ...sum, name: names.get(sum.key) ?? '已撤科室' }))
}

const codeMark = 'code '
/** Whoever stands for nobody here is called by the code of the hospital's system. */
export async function withPrescriberNames(read: ReadTx, sums: readonly RankSum[]): Promise<RankSum[]> {
  const names = await staffNames(read, sums.flatMap(({ key }) => (key.startsWith(codeMark) ? [] : [key])))
  return sums.map((sum) => ({ ...sum, name: names.get(sum.key) ?? (sum.key === codeMark ? '未写处方人' : `工号 ${sum.key.replace(codeMark, '')}`) }))
}

/** Whoever is no person is called what people understand: the server's own command line, or a job. */
export const sayMaker = (name: string): string => (name === 'system:prescribing.import' ? '服务器命令行' : name.startsWith('system:') ? '系统自动' : name)
