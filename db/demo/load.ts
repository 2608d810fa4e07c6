import { systemActor } from '../../kernel/actor.ts'
import { ruleFedPeriods } from '../../modules/plan/commands/fed-periods.ts'
import { tick } from '../../modules/plan/commands/upkeep.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { loadAccounts, loadCitizens } from './accounts.ts'
import { loadActivity } from './activity.ts'
import { loadBeds } from './beds.ts'
import { loadBills } from './bills.ts'
import { loadBooking } from './booking.ts'
import { loadBulletins } from './bulletins.ts'
import { loadCampaigns } from './campaigns.ts'
import { castOf } from './cast.ts'
import { loadExaminations } from './examinations.ts'
import { loadExemplars } from './exemplars.ts'
import { loadLeagues, readyMeasures } from './leagues.ts'
import { loadMatters } from './matters.ts'
import { loadPatients } from './patients.ts'
import { loadPayment } from './payment.ts'
import { loadPeople } from './people.ts'
import { loadQuality } from './quality.ts'
import { loadQueue } from './queue.ts'
import { loadRecords } from './records.ts'
import { loadReview } from './review.ts'
import { launchServiceDays } from './service-days.ts'
import { loadStories } from './stories.ts'
import { loadSurveys } from './surveys.ts'

const marked = 'demo.loading'

/**
 * Loads the demonstration county into an empty installation, relative to today. A load that was cut short is said at
 * the next start; it is never taken for a whole one (the mark 'demo.loaded' comes last).
 */
export async function loadDemo(platform: Platform, hash: (password: string) => Promise<string>, log: (line: string) => void): Promise<void> {
  const system = systemActor('demo')
  const now = platform.clock.now()
  const today = shanghaiToday(now)
  log('首次启动：正在准备演示地区（云溪县，虚构）…… preparing the demonstration county')
  await readyMeasures(platform)
  const people = await act(platform, system, async (step) => {
    await step.tx.insertInto('setting').values({ key: marked, value: JSON.stringify(true), changed_at: now.toISOString() }).onConflict((c) => c.doNothing()).execute()
    const loaded = await loadPeople(step, today)
    await loadAccounts(step, loaded, hash)
    return loaded
  })
  log(`${people.institutions.size} 个机构，${people.staff.length} 名工作人员`)
  await act(platform, system, async (step) => loadCitizens(step))
  log('40,000 名群众')
  const accounts = await platform.database.read(system, async (read) => read.selectFrom('account').select(['account_id', 'staff_id']).where('kind', '=', 'staff').execute())
  const cast = castOf(people, new Map(accounts.flatMap((row) => (row.staff_id === null ? [] : [[row.staff_id, row.account_id] as const]))))
  const plans = await loadCampaigns(platform, cast, today)
  await loadActivity(platform, cast, now.toISOString(), log)
  await loadStories(platform, cast, plans, today)
  // Before the campaign whose duties look at them: its launch judges all of them at once.
  await loadMatters(platform, cast, today, log)
  const serviceDays = await launchServiceDays(platform, cast, today)
  await loadRecords(platform, cast, today, log)
  await loadBooking(platform, people, today, log)
  await loadPatients(platform, cast, today, log)
  await loadExaminations(platform, cast, today, log)
  await loadBeds(platform, cast, today, log)
  await loadPayment(platform, people, today, log)
  await loadQueue(platform, cast, today, log)
  await loadBills(platform, cast, today, log)
  await loadReview(platform, cast, today, log)
  await loadSurveys(platform, cast, today, log)
  await loadQuality(platform, cast, today, log)
  await ruleFedPeriods(platform, { planId: serviceDays })
  await tick(platform, 100_000)
  await loadLeagues(platform, cast, today, log)
  await loadBulletins(platform, cast, today, log)
  await loadExemplars(platform, cast, today, log)
  // Six months of notices would bury the last days'; only a body itself marks its own as read. A few stay new on a quiet day too.
  for (const { id } of people.institutions.values()) {
    await act(platform, { ...system, institutionId: id }, async ({ tx }) => {
      const newest = tx.selectFrom('notice').select('id').where('institution_id', '=', id).where('role', 'in', ['institution_clerk', 'commission_clerk']).orderBy('created_at', 'desc').limit(3)
      await tx.updateTable('notice').set({ read_at: now.toISOString() }).where('institution_id', '=', id).where('created_at', '<', new Date(now.getTime() - 2 * 86_400_000).toISOString()).where('id', 'not in', newest).execute()
    })
  }
  await act(platform, system, async (step) => {
    await step.tx.insertInto('setting').values({ key: 'demo.loaded', value: JSON.stringify({ on: today }), changed_at: now.toISOString() }).execute()
    await step.tx.updateTable('setting').set({ value: JSON.stringify(false), changed_at: now.toISOString() }).where('key', '=', marked).execute()
  })
}

export const isHalfLoaded = (platform: Platform): Promise<boolean> =>
  platform.database.read(systemActor('demo'), async (read) => {
    const rows = await read.selectFrom('setting').select('key').where('key', 'in', [marked, 'demo.loaded']).execute()
    return rows.some((row) => row.key === marked) && !rows.some((row) => row.key === 'demo.loaded')
  })
