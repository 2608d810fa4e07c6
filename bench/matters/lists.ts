import { sessionCookie } from '../../server/platform/session.ts'
import { tokenOf } from '../registers/arrange.ts'
import type { BenchBodies, BenchBody } from '../registers/bodies.ts'
import { quantile, type Figure } from '../registers/lists.ts'
import { inTurn, median, ratio, takenBy, type Played, type Sent } from './play.ts'
import { sought } from './texts.ts'

/** A server that holds so many matters. */
export type Hall = { readonly port: number; readonly matters: number }
export type Given = { readonly bodies: BenchBodies; readonly officers: readonly BenchBody[]; readonly rounds: number; readonly seconds: number; readonly say: (line: string) => void }

const get = (as: BenchBody, path: string, least = 0): Sent => ({ method: 'GET', path: `/api${path}`, headers: { cookie: `${sessionCookie}=${tokenOf(as)}` }, body: '', least })
const empty = '{"rows":[],"next":null}'.length

async function placeAfter(port: number, as: BenchBody, path: string): Promise<string> {
  const { headers, path: url } = get(as, path)
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, { headers })
  const { next } = (await answer.json()) as { next: string | null }
  return next === null ? '' : `&after=${encodeURIComponent(next)}`
}

/** The pages one of them turns in a morning: what is due, what is late, by kind, state and channel, further down, and what is over. */
async function pagesOf(port: number, as: BenchBody): Promise<Sent[]> {
  const due = '/matters?limit=30'
  const all = '/matters?limit=30&phase=all&sort=received'
  const further = [due, all].map(async (path) => get(as, `${path}${await placeAfter(port, as, path)}`, empty))
  const filters = ['&kind=complaint', '&kind=enquiry&channel=phone', '&state=received', '&state=handling', '&overdue=1', '&channel=portal', '&sort=received', '&sort=received&kind=suggestion']
  return [
    get(as, due, 1000), ...filters.map((filter) => get(as, `${due}${filter}`, empty)), get(as, all, 1000), get(as, `${all}&kind=complaint&from=2026-01-01&to=2026-06-30`, empty), get(as, '/matters?limit=30&phase=closed&kind=tip', empty), ...(await Promise.all(further)),
  ]
}

/** Eight at once: six who run the desk of a hospital, the clerks of county and city; the pages of each in another order. */
const clientsOf = (port: number, { bodies, officers }: Given): Promise<Sent[][]> =>
  Promise.all([...officers.slice(0, 6), bodies.county, bodies.city].map(async (as, at) => {
    const pages = [...(await pagesOf(port, as)), ...(at < 6 ? [get(as, '/matters?limit=30&whose=mine', empty)] : [get(as, '/matters/chase-list?limit=30', empty)])]
    return [...pages.slice(at), ...pages.slice(0, at)]
  }))

const p99 = (played: Played) => quantile(played.taken, 0.99)

/** The work list at two sizes, in turn in the same minutes. */
export async function measureLists(small: Hall, large: Hall, given: Given): Promise<Figure[]> {
  const played = await inTurn({ small: { port: small.port, clients: await clientsOf(small.port, given) }, large: { port: large.port, clients: await clientsOf(large.port, given) } }, given)
  const of = (rounds: readonly Played[], name: string): Figure[] => [
    [`list_${name}_p99_ms`, quantile(takenBy(rounds), 0.99), 'ms'], [`list_${name}_p95_ms`, quantile(takenBy(rounds), 0.95), 'ms'], [`list_${name}_median_ms`, quantile(takenBy(rounds), 0.5), 'ms'],
    [`list_${name}_per_second`, median(rounds.map((each) => each.rate)), 'per s'], [`list_${name}_node_cpu_ms`, median(rounds.map((each) => each.cpuMs)), 'ms'],
  ]
  return [
    ...of(played.small, '20k'), ...of(played.large, '1m'),
    ['list_1m_vs_20k', quantile(takenBy(played.large), 0.99) / quantile(takenBy(played.small), 0.99), 'ratio'], ['list_1m_vs_20k_by_round', ratio(played.large, played.small, p99), 'ratio'], ['list_1m_vs_20k_median', quantile(takenBy(played.large), 0.5) / quantile(takenBy(played.small), 0.5), 'ratio'],
    ['list_requests', takenBy(played.small).length + takenBy(played.large).length, 'requests'],
  ]
}

/** Words that are in every tenth letter, in one of hundreds, in one of thousands, and in none; by the desk of a hospital and by the county. */
export async function measureSearch(large: Hall, given: Given): Promise<Figure[]> {
  const search = (as: BenchBody, words: string, more = '') => get(as, `/matters?limit=30&phase=all&sort=received&text=${encodeURIComponent(words)}${more}`, empty)
  const asked = (words: readonly string[]) => ({ port: large.port, clients: [words.flatMap((word) => [...given.officers.slice(0, 4).map((as) => search(as, word)), search(given.bodies.county, word), search(given.bodies.county, word, '&kind=complaint')])] })
  const played = await inTurn({ common: asked(sought.common), usual: asked(sought.usual), seldom: asked(sought.seldom), none: asked(sought.none) }, given)
  const taken = Object.entries(played).map(([name, rounds]) => [name, takenBy(rounds)] as const)
  const all = taken.flatMap(([, each]) => each)
  return [
    ['search_1m_p95_ms', quantile(all, 0.95), 'ms'], ['search_1m_median_ms', quantile(all, 0.5), 'ms'], ['search_1m_max_ms', Math.max(...all), 'ms'],
    ...taken.map(([name, each]): Figure => [`search_1m_${name}_p95_ms`, quantile(each, 0.95), 'ms']), ['search_requests', all.length, 'requests'],
  ]
}
