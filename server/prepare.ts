import { systemActor } from '../kernel/actor.ts'
import { clearHalfLoaded } from '../db/demo/clear.ts'
import { isHalfLoaded, loadDemo } from '../db/demo/load.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { seedRegions } from '../modules/directory/public.ts'
import { connect } from './assemble.ts'
import { act, type Platform } from './platform/act.ts'
import { hashPassword } from './platform/passwords.ts'

const system = systemActor('prepare')

/**
 * What every start makes sure of: division codes, the holidays known to this release, and on the very first start,
 * unless asked otherwise, the demonstration county. Answers whether the county was loaded now.
 */
export async function prepare(platform: Platform, options: { demo: boolean; ownerUrl: string; log: (line: string) => void }): Promise<boolean> {
  connect()
  if (await isHalfLoaded(platform)) {
    options.log('上次准备演示地区时被中断，清空后重新准备…… the demonstration was cut short and is loaded afresh')
    await clearHalfLoaded(options.ownerUrl)
  }
  await act(platform, system, seedRegions)
  await act(platform, system, seedOfficialYears)
  const isEmpty = await platform.database.read(system, async (read) => (await read.selectFrom('institution').select('id').executeTakeFirst()) === undefined)
  if (!isEmpty || !options.demo) return false
  await loadDemo(platform, hashPassword, options.log)
  return true
}
