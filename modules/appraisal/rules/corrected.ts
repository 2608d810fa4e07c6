import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Changed, Corrects, LeagueContent, LeagueRow, Stand } from './league.ts'

const rowsOf = (content: LeagueContent): readonly LeagueRow[] => content.groups.flatMap((group) => group.rows)
const standOf = (row: LeagueRow | undefined): Stand => ({ rank: row?.rank ?? null, score: row?.score ?? null })

/** Rule AP-21: whose rank or score is another now, in the order of the new league, those who left it last. */
export function changesOf(before: LeagueContent, now: LeagueContent): Changed[] {
  const [old, fresh] = [rowsOf(before), rowsOf(now)]
  const all = [...fresh, ...old.filter((row) => !fresh.some((each) => each.id === row.id))]
  return all.flatMap(({ id, name }): Changed[] => {
    const [was, is] = [standOf(old.find((row) => row.id === id)), standOf(fresh.find((row) => row.id === id))]
    return was.rank === is.rank && was.score === is.score ? [] : [{ id, name, before: was, after: is }]
  })
}

/** Rule AP-21: a corrected league names what it corrects; where nothing is another, there is nothing to publish. */
export const mayReplace = (corrects: Corrects | undefined): Refusal | null => (corrects !== undefined && corrects.changes.length === 0 ? refuse('appraisal.nothing_changed') : null)

const stand = ({ rank, score }: Stand, locale: 'zh' | 'en'): string => {
  if (rank === null || score === null) return locale === 'zh' ? '不排名' : 'not ranked'
  return locale === 'zh' ? `第${rank}名、${score.toFixed(1)}分` : `no. ${rank}, ${score.toFixed(1)}`
}

/** One change in a sentence. */
export const sayChange = ({ name, before, after }: Changed): { readonly zh: string; readonly en: string } => ({
  zh: `${name}：原${stand(before, 'zh')}，更正为${stand(after, 'zh')}`, en: `${name}: ${stand(before, 'en')} before, ${stand(after, 'en')} now`,
})
