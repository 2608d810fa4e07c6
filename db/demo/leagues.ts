import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../kernel/calendar.ts'
import { leagues } from '../../modules/appraisal/catalog.ts'
import { enterBenchmark } from '../../modules/appraisal/commands/benchmarks.ts'
import { draftLeague } from '../../modules/appraisal/commands/draft.ts'
import { publishLeague } from '../../modules/appraisal/commands/publish.ts'
import { findLeague } from '../../modules/appraisal/store/leagues.ts'
import { runCount } from '../../modules/measure/commands/rebuild.ts'
import { lastPeriods, periodOf } from '../../modules/measure/rules/periods.ts'
import type { Platform } from '../../server/platform/act.ts'
import { at, stage, type Cast } from './cast.ts'
import { signedBy } from './signing.ts'

const nobody = async (): Promise<void> => undefined
/** Before anybody is there: what leagues are made of counts from the first fact on, and is not waited for at their draft. */
export async function readyMeasures(platform: Platform): Promise<void> {
  const parts = new Set([...leagues().values()].flatMap(({ parts: own }) => own.map((part) => part.measure)))
  const versions = await platform.database.read(systemActor('demo'), (read) => read.selectFrom('measure_definition').select(['key', 'version']).where('retired_at', 'is', null).execute())
  for (const { key, version } of versions) if (parts.has(key)) await runCount(platform, { key, version }, nobody)
}

type Wanted = { readonly key: string; readonly from: IsoDate; readonly draftedOn: IsoDate; readonly clerk: Actor; /** Left out, it waits for its head. */ readonly head?: Actor }

/** Two quarters of the commission's quality league, a hospital's own league of its departments, and one that waits for the head; beside them how two other counties do. */
export async function loadLeagues(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const [clerk, head] = [cast.actor('commission', 'commission_clerk'), cast.actor('commission', 'commission_head')]
  const [began, yesterday] = [firstOfMonth(today), addDays(today, -1)]
  const month = addMonths(began, -1)
  const wanted: Wanted[] = [
    ...lastPeriods('quarter', addDays(periodOf('quarter', today).from, -1), 2).map(({ from, to }) => ({ key: 'quality', from, draftedOn: addDays(to, 10), clerk, head })),
    { key: 'departments', from: month, draftedOn: addDays(began, 5), clerk: cast.actor('renmin', 'institution_clerk', 1), head: cast.actor('renmin', 'institution_head') },
    { key: 'campaign', from: month, draftedOn: yesterday < began ? began : yesterday, clerk },
  ]
  for (const each of wanted) await makeLeague(platform, each)
  await stage(platform, async (as) => {
    const act = await as(whenNot(platform, at(addDays(today, -6), 10)), clerk)
    for (const [measureKey, place, value] of [['core-rules-kept', '清源县（虚构）', 96], ['record-grade-a-rate', '临江新区（虚构）', 97.5]] as const) {
      await enterBenchmark(act, { measureKey, place, value, source: '清源市卫生健康委季度通报（虚构）', asOf: addDays(today, -20), period: 'quarter' })
    }
  })
  log(`排名 ${wanted.length} 期`)
}

/** Never later than now: on the first days of a month what comes after its end is done today. */
const whenNot = (platform: Platform, instant: string): string => {
  const now = platform.clock.now().toISOString()
  return instant < now ? instant : now
}

async function makeLeague(platform: Platform, { key, from, draftedOn, clerk, head }: Wanted): Promise<void> {
  let leagueId = ''
  await stage(platform, async (as) => { leagueId = await draftLeague(await as(whenNot(platform, at(draftedOn, 10)), clerk), { key, from }) })
  if (head === undefined) return
  await signedBy(platform, head, whenNot(platform, at(addDays(draftedOn, 2), 16)), async (act, proof) => {
    const draft = await findLeague(act.tx, { institutionId: head.institutionId ?? '', leagueId })
    return publishLeague(act, leagueId, { revision: 1, seen: draft?.sha256 ?? '', ...proof })
  })
}
