import { systemActor } from '../kernel/actor.ts'
import { clearHalfLoaded } from '../db/demo/clear.ts'
import { isHalfLoaded, loadDemo } from '../db/demo/load.ts'
import { seedRegions } from '../modules/directory/public.ts'
import { act, type Platform } from './platform/act.ts'
import { seedCalendar } from './platform/holidays.ts'
import { hashPassword } from './platform/passwords.ts'

const system = systemActor('prepare')

/**
 * What every start makes sure of: division codes, the holidays known to this release, and on the very first start,
 * unless asked otherwise, the demonstration county. Answers whether the county was loaded now.
 */
export async function prepare(platform: Platform, options: { demo: boolean; ownerUrl: string; log: (line: string) => void }): Promise<boolean> {
  if (await isHalfLoaded(platform)) {
    options.log('上次准备演示地区时被中断，清空后重新准备…… the demonstration was cut short and is loaded afresh')
    await clearHalfLoaded(options.ownerUrl)
  }
  await act(platform, system, seedRegions)
  await act(platform, system, async ({ tx, now }) => {
    const known = await tx.selectFrom('calendar_year').select('year').executeTakeFirst()
    if (known !== undefined) return
    const calendar = seedCalendar()
    const source = '国务院办公厅放假安排（随程序附带）'
    await tx.insertInto('calendar_day').values([...calendar.days].map(([day, each]) => ({ day, kind: each.kind, name: each.name, source }))).execute()
    await tx.insertInto('calendar_year').values([...calendar.officialYears].map((year) => ({ year, official: true, source }))).execute()
    await tx.insertInto('setting').values({ key: 'calendar.stamp', value: JSON.stringify(1), changed_at: now.toISOString() }).onConflict((c) => c.doNothing()).execute()
  })
  const isEmpty = await platform.database.read(system, async (read) => (await read.selectFrom('institution').select('id').executeTakeFirst()) === undefined)
  if (!isEmpty || !options.demo) return false
  await loadDemo(platform, hashPassword, options.log)
  return true
}
