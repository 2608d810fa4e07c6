import { RefusedError } from '../../kernel/refusal.ts'
import { readCatalog } from '../../server/platform/catalog.ts'
import { LeagueDefinition, leagueFaults } from './rules/definition.ts'

/** Rule AP-1: catalog/leagues, checked; a fault in any file names file and line, and nothing is used. */
export const readLeagues = (): LeagueDefinition[] =>
  readCatalog('leagues', LeagueDefinition, (definition, file) => [
    ...(file === `catalog/leagues/${definition.key}.yaml` ? [] : [{ path: ['key'], reason: `the file is not called '${definition.key}.yaml'` }]),
    ...leagueFaults(definition),
  ]).map((entry) => entry.definition)

let catalogue: ReadonlyMap<string, LeagueDefinition> | undefined

/** The leagues of this release by key, read once. */
export const leagues = (): ReadonlyMap<string, LeagueDefinition> => (catalogue ??= new Map(readLeagues().map((each) => [each.key, each])))

export function leagueNamed(key: string): LeagueDefinition {
  const found = leagues().get(key)
  if (found === undefined) throw new RefusedError('appraisal.unknown_league')
  return found
}

/** The parts that are watched as quality indicators, of whichever league declares them. */
export const indicatorParts = () => [...leagues().values()].flatMap((league) => (league.indicators ? league.parts.flatMap((part) => (part.measure === undefined ? [] : [{ ...part, measure: part.measure, kinds: league.kinds }])) : []))
