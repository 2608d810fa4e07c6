import { systemActor } from '../kernel/actor.ts'
import { clearHalfLoaded } from '../db/demo/clear.ts'
import { isHalfLoaded } from '../db/demo/load.ts'
import { leagueCatalogue } from '../modules/appraisal/public.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { seedRegions } from '../modules/directory/public.ts'
import { prepareMeasures } from '../modules/measure/public.ts'
import { prepareRegisters } from '../modules/register/public.ts'
import { reportCatalogue } from '../modules/report/public.ts'
import { keepVersions } from '../modules/template/public.ts'
import { connect } from './connect.ts'
import { act, type Platform } from './platform/act.ts'

const system = systemActor('prepare')

/** Definitions of registers, measures, leagues and templates: read, checked and kept by version; a fault in a file refuses the start. */
export async function prepareCatalogues(platform: Platform): Promise<void> {
  await act(platform, system, prepareRegisters)
  await act(platform, system, (step) => prepareMeasures(step))
  await act(platform, system, keepVersions)
  reportCatalogue()
  leagueCatalogue()
}

/**
 * What every start makes sure of: division codes and the holidays known to this release; what a first start left half
 * done is cleared. Answers whether the installation is still empty.
 */
export async function prepare(platform: Platform, options: { ownerUrl: string; log: (line: string) => void }): Promise<boolean> {
  connect()
  if (await isHalfLoaded(platform)) {
    options.log('上次准备演示地区时被中断，清空后重新准备…… the demonstration was cut short and is loaded afresh')
    await clearHalfLoaded(options.ownerUrl)
  }
  await act(platform, system, seedRegions)
  await act(platform, system, seedOfficialYears)
  await prepareCatalogues(platform)
  return platform.database.read(system, async (read) => (await read.selectFrom('institution').select('id').executeTakeFirst()) === undefined)
}
