import { readSettings } from '../modules/setting/public.ts'
import type { ReadTx } from '../server/platform/database.ts'

/** How often the public form may be used, as the commission has set it. */
export async function formLaw(read: ReadTx): Promise<{ addressPerHour: number; devicePerDay: number; phonePerDay: number; leastSeconds: number }> {
  const kept = await readSettings(read, 'portal.address_per_hour', 'portal.device_per_day', 'portal.phone_per_day', 'portal.least_seconds')
  return { addressPerHour: kept['portal.address_per_hour'], devicePerDay: kept['portal.device_per_day'], phonePerDay: kept['portal.phone_per_day'], leastSeconds: kept['portal.least_seconds'] }
}
