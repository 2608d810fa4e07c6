import { showAmount, showValue } from '../../measure/rules/show.ts'
import type { Words } from './definition.ts'
import type { LeagueContent, LeagueGroup, LeagueRow, PartMeta } from './league.ts'
import type { PartScore, WhyWithout } from './score.ts'

export const whyWords: Readonly<Record<WhyWithout | 'too_little' | 'lacks_required', Words>> = {
  being_counted: { zh: '正在统计', en: 'being counted' },
  no_facts: { zh: '没有登记数据', en: 'nothing was recorded' },
  no_denominator: { zh: '没有可统计的对象', en: 'nothing to divide by' },
  too_few: { zh: '数量太少，不作比较', en: 'too few to compare' },
  no_baseline: { zh: '没有可比的上期', en: 'nothing to compare with' },
  no_duties: { zh: '本期没有到期的任务', en: 'no duty was due' },
  too_little: { zh: '有数据的项目太少，不排名', en: 'too little is known to rank' },
  lacks_required: { zh: '必有项目没有数据，不排名', en: 'a part that must be known is not' },
}
export const movementWords: Readonly<Record<NonNullable<LeagueRow['movement']>, Words>> = {
  better: { zh: '比上期好', en: 'better' },
  worse: { zh: '比上期差', en: 'worse' },
  alike: { zh: '与上期分不出高下', en: 'as before, within chance' },
  new: { zh: '首次排名', en: 'new' },
  other_weights: { zh: '权重有变，不与上期比', en: 'weighed otherwise before' },
}

const sayRank = ({ rank, tied }: Pick<LeagueRow, 'rank' | 'tied'>): Words => (rank === null ? { zh: '不排名', en: 'not ranked' } : { zh: `第${rank}名${tied ? '（并列）' : ''}`, en: `${tied ? 'joint ' : ''}no. ${rank}` })

/** The places chance leaves open, said only where there are several. */
export const sayPlaces = ({ places }: Pick<LeagueRow, 'places'>): Words | null =>
  places === null ? null : places.from === places.to ? { zh: '名次可以确定', en: 'the place is certain' } : { zh: `第${places.from}—${places.to}名都有可能`, en: `any place from ${places.from} to ${places.to}` }

/** What a part came to, with the number it is of. */
export function sayPart(part: PartMeta, score: PartScore): Words {
  if (score.value === null) return whyWords[score.why ?? 'no_facts']
  const said = (locale: 'zh' | 'en') => showValue(score.value ?? 0, { unit: part.unit, decimals: part.decimals }, locale)
  // Sums of money are no number of cases that a reader could use.
  const of = score.of === null || part.unit === 'yuan' || score.of > 1_000_000 ? null : showAmount(score.of)
  return { zh: of === null ? said('zh') : `${said('zh')}（${of} 个数据）`, en: of === null ? said('en') : `${said('en')} (of ${of})` }
}

const weightIn = (row: LeagueRow, part: PartMeta): number => (row.known === 0 ? 0 : (part.weight / row.known) * 100)
export type Loss = { readonly part: PartMeta; readonly score: PartScore; /** Points of the whole it cost. */ readonly lost: number }

/** Rule AP-9: what each part cost, the dearest first. */
export const lossesOf = (content: Pick<LeagueContent, 'parts'>, row: LeagueRow): Loss[] =>
  content.parts
    .flatMap((part) => {
      const score = row.parts.find((each) => each.key === part.key)
      return score === undefined || score.points === null || part.weight === 0 ? [] : [{ part, score, lost: Math.round(((100 - score.points) * weightIn(row, part)) / 10) / 10 }]
    })
    .sort((a, b) => b.lost - a.lost || (a.part.key < b.part.key ? -1 : 1))

const joined = (list: readonly Words[]): Words => ({ zh: list.map((each) => each.zh).join('；'), en: list.map((each) => each.en).join('; ') })

/** Rule AP-9: why somebody stands where it stands, in sentences that can be read to whoever calls. */
export function explainRow(content: LeagueContent, group: LeagueGroup, row: LeagueRow): Words[] {
  const ranked = group.rows.filter((each) => each.rank !== null)
  const lacking = content.parts.filter((part) => part.weight > 0 && row.parts.some((each) => each.key === part.key && each.points === null))
  const lacks: Words[] = lacking.length === 0 ? [] : [{
    zh: `没有计入：${lacking.map((part) => `${part.name.zh}（${whyWords[row.parts.find((each) => each.key === part.key)?.why ?? 'no_facts'].zh}）`).join('、')}；${row.score === null ? '因此不排名' : '其余项目按原有比例折算成100分'}。`,
    en: `Not counted: ${lacking.map((part) => `${part.name.en} (${whyWords[row.parts.find((each) => each.key === part.key)?.why ?? 'no_facts'].en})`).join(', ')}; ${row.score === null ? 'therefore there is no rank' : 'the others stand for all of it, in their proportion'}.`,
  }]
  if (row.score === null || row.rank === null || row.places === null) {
    const why = whyWords[row.why ?? 'too_little']
    return [{ zh: `${row.name}这一期${why.zh}：已知项目占总分的${row.known}%，排名至少要${content.least}%。`, en: `${row.name}: ${why.en}; ${row.known} % of the weight is known, ${content.least} % is asked.` }, ...lacks]
  }
  const { score, rank } = row
  const above = ranked.filter((each) => (each.rank ?? 0) < rank).at(-1)
  const losses = lossesOf(content, row).filter((each) => each.lost > 0).slice(0, 3)
  return [
    {
      zh: `${group.name.zh}共${ranked.length}家参加排名，${row.name}得${score.toFixed(1)}分，${sayRank(row).zh}；按数据多少估计，真实得分在${(row.low ?? score).toFixed(1)}至${(row.high ?? score).toFixed(1)}分之间，${sayPlaces(row)?.zh ?? ''}。`,
      en: `Of ${ranked.length} ranked (${group.name.en}), ${row.name} has ${score.toFixed(1)} points and is ${sayRank(row).en}; by the amount of evidence its score lies between ${(row.low ?? score).toFixed(1)} and ${(row.high ?? score).toFixed(1)}, ${sayPlaces(row)?.en ?? ''}.`,
    },
    ...(above === undefined || above.score === null ? [] : [{
      zh: `排在前面一名的是${above.name}（${above.score.toFixed(1)}分），相差${(above.score - score).toFixed(1)}分${(above.low ?? 0) > (row.high ?? 0) ? '，差距明显' : '，差距在误差之内'}。`,
      en: `The one before is ${above.name} (${above.score.toFixed(1)}), ${(above.score - score).toFixed(1)} points ahead${(above.low ?? 0) > (row.high ?? 0) ? ', clearly' : ', within chance'}.`,
    }]),
    ...(losses.length === 0 ? [] : [{
      zh: `失分最多的是：${joined(losses.map(({ part, score: own, lost }) => ({ zh: `${part.name.zh}失${lost.toFixed(1)}分（${sayPart(part, own).zh}，得${(own.points ?? 0).toFixed(1)}分，占${part.weight}%；达到${showValue(part.full, { unit: part.unit, decimals: 0 }, 'zh')}才得满分）`, en: '' }))).zh}。`,
      en: `Most was lost by: ${joined(losses.map(({ part, score: own, lost }) => ({ zh: '', en: `${part.name.en}, ${lost.toFixed(1)} points (${sayPart(part, own).en}, ${(own.points ?? 0).toFixed(1)} of 100, weight ${part.weight} %; all points at ${showValue(part.full, { unit: part.unit, decimals: 0 }, 'en')})` }))).en}.`,
    }]),
    ...lacks,
    ...(row.movement === null ? [] : [{
      zh: row.former === null ? `${movementWords[row.movement].zh}。` : `上期第${row.former.rank}名，${row.former.score.toFixed(1)}分；${movementWords[row.movement].zh}。`,
      en: row.former === null ? `${movementWords[row.movement].en}.` : `Before: no. ${row.former.rank} with ${row.former.score.toFixed(1)}; ${movementWords[row.movement].en}.`,
    }]),
  ]
}

/** One sentence on a group, for bulletins: who leads, and how much of the order is certain. */
export function sayGroup(group: LeagueGroup): Words | null {
  const ranked = group.rows.filter((row) => row.rank !== null)
  const [first] = ranked
  const last = ranked.at(-1)
  if (first === undefined || last === undefined || first.score === null || last.score === null) return null
  if (ranked.length === 1) return { zh: `${group.name.zh}只有${first.name}一家参加排名，得${first.score.toFixed(1)}分。`, en: `${group.name.en}: only ${first.name} is ranked, with ${first.score.toFixed(1)}.` }
  const named = (rank: number | null): string => ranked.filter((row) => row.rank === rank).map((row) => row.name).join('、')
  const apart = (first.low ?? 0) > (last.high ?? 0)
  return {
    zh: `${group.name.zh}共${ranked.length}家参加排名，第1名${named(1)}，${first.score.toFixed(1)}分；最低${last.score.toFixed(1)}分（${named(last.rank)}）${apart ? '' : '，首尾差距仍在误差之内'}。`,
    en: `${group.name.en}: ${ranked.length} ranked; first ${named(1)} with ${first.score.toFixed(1)}, last ${named(last.rank)} with ${last.score.toFixed(1)}${apart ? '' : ', still within chance of each other'}.`,
  }
}
