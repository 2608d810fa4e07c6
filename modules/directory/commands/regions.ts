import { areaList } from '@vant/area-data'
import type { Act } from '../../../server/platform/act.ts'
import { regionsFrom } from '../rules/regions.ts'
import * as store from '../store/regions.ts'

/** Called at every start: adds the regions of GB/T 2260 that are missing and takes over new names. Answers how many rows changed. */
export async function seedRegions(act: Act): Promise<number> {
  return store.saveRegions(act.tx, regionsFrom(areaList))
}
