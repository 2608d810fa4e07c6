import { systemActor } from '../../../kernel/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { canonical } from '../../../server/platform/audit.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { leagues } from '../catalog.ts'
import { ownerOf, parseContent, workOut } from '../gather.ts'
import { correctionsOf } from '../rules/corrections.ts'
import { listPublishedSince, lockLeague, saveCorrections, type LeagueKey } from '../store/leagues.ts'
import { saveOpenCorrections } from '../store/open.ts'
import { occurrence } from './draft.ts'

const system = systemActor('appraisal.check')
/** Rule AP-12: so many days after it was published a league is still compared with what its figures would be. */
const lookedAtDays = 400

/** Rule AP-12: every night published leagues are worked out anew; what changed stands beside what was published. */
export async function checkLeagues(platform: Platform): Promise<{ leagues: number; moved: number }> {
  const rows = await look(platform, system, ({ read, today }) => listPublishedSince(read, addDays(today, -lookedAtDays)))
  let moved = 0
  for (const row of rows) if (await act(platform, system, (given) => checkLeague(given, row))) moved += 1
  return { leagues: rows.length, moved }
}

async function checkLeague(given: Act, key: LeagueKey): Promise<boolean> {
  const row = await lockLeague(given.tx, key)
  const definition = leagues().get(row.key)
  if (definition === undefined || row.state !== 'published') return false
  const frozen = parseContent(row)
  const at = given.now.toISOString()
  // With the parts it was made with: a catalogue that changed since is no correction of a figure.
  const now = await workOut(given.tx, { owner: await ownerOf(given.tx, row.institutionId), definition: { ...definition, least: frozen.least, parts: [...frozen.parts] }, period: frozen.period, weights: row.weights }, { now: at, today: given.today })
  const corrections = correctionsOf(frozen, now)
  const isMoved = canonical(corrections) !== canonical(row.corrections)
  await saveCorrections(given.tx, row, corrections, at)
  if (row.subject === 'institutions') await saveOpenCorrections(given.tx, row.leagueId, corrections, at)
  if (isMoved) await given.record(occurrence(row, 'corrected', { rows: corrections.length }))
  return isMoved
}
