import { leagueTerms, partOf, printShare, type Score } from './league.ts'

type Words = { readonly zh: string; readonly en: string }
export type MethodPart = { readonly title: Words; readonly lines: readonly Words[] }

const { smallest, decimalFrom, bands, trendPoints } = leagueTerms

/** Rules PL-43 and PL-44 in the words of the method page; the figures are those the league is made with. */
export const method: readonly MethodPart[] = [
  {
    title: { zh: '排什么', en: 'What is ranked' },
    lines: [
      { zh: '排的是“完成率”：应当办完的事项里，按时办成的占多少。', en: 'Completion: of what had to be done, the part that was done in time.' },
      { zh: '完成率 = 已落实 ÷（已落实 + 未落实 + 逾期）', en: 'completion = met ÷ (met + unmet + overdue)' },
      { zh: '每一件事办没办成，由系统里的登记、报表、指标和审核通过的材料算出，不由单位自己填写。', en: 'Whether a thing was done is computed from registers, reports, measures and accepted evidence; no institution types it in.' },
    ],
  },
  {
    title: { zh: '不算在内的', en: 'What stays out' },
    lines: [
      { zh: '还没有到期的事项不算：没到期，谈不上完成或没完成。', en: 'What is not due yet: it can be neither done nor missed.' },
      { zh: '免除的事项不算：卫健委写明理由免除的，既不加分也不减分。', en: 'What the commission waived with a reason: it counts neither for nor against.' },
      { zh: '卫健委自己的任务不参加排名。', en: 'The commission’s own duties are not ranked.' },
      { zh: '迟办算“未落实”：晚了就是晚了。', en: 'What was done late counts as unmet: late is late.' },
    ],
  },
  {
    title: { zh: '怎么排', en: 'How the order is made' },
    lines: [
      { zh: '按完成率从高到低排列，用分数直接比较，不用四舍五入后的百分数。', en: 'From the highest completion down, compared as exact fractions, not as rounded percentages.' },
      { zh: '完成率完全相同的并列同一名次，后面的名次按人数顺延：两家并列第1名，下一家是第3名。', en: 'Equal completion shares a rank and the next rank counts them all: two firsts are followed by a third.' },
      { zh: '同一名次之内，事项多的排在前面，再按名称排列；谁先谁后与录入的顺序无关。', en: 'Within a rank the larger number of obligations stands first, then the name; the order of entry plays no part.' },
      { zh: '百分数只舍不入，所以显示100%就是一件不落。', en: 'Percentages are cut, not rounded, so 100 % means all of them.' },
    ],
  },
  {
    title: { zh: '数量太少怎么办', en: 'Small numbers' },
    lines: [
      { zh: `应办结的事项不到${smallest}件的，不排名次，只分档，因为一件事就能让名次大变。`, en: `With fewer than ${smallest} decided obligations there is a band and no rank, since a single one would move it far.` },
      { zh: `分档：${bands.high}%及以上为“高”，${bands.good}%及以上为“较高”，${bands.fair}%及以上为“一般”，其余为“低”。`, en: `Bands: from ${bands.high} % high, from ${bands.good} % good, from ${bands.fair} % fair, below that low.` },
      { zh: `不到${decimalFrom}件的只显示整数百分比，不做假的精确。`, en: `Below ${decimalFrom} obligations only whole percentages are shown: no precision that is not there.` },
    ],
  },
  {
    title: { zh: '和谁比、比上期', en: 'Peers and trend' },
    lines: [
      { zh: '除总名次外，另有同类名次：同一类别、同一级别的机构放在一起比。', en: 'Beside the rank among all there is one among peers: institutions of the same kind and level.' },
      { zh: `与上期相比升降${trendPoints}个百分点及以上才标“升”“降”；两期都要有${smallest}件以上才比较。整个行动的升降，比的是最近四个整周与之前四周。`, en: `Up or down is said from ${trendPoints} percentage point on, and only where both periods hold ${smallest} or more. For the whole campaign the last four full weeks are compared with the four before.` },
      { zh: '按周统计的，一件事算在它到期的那一周；按月统计的，一周算在它的大多数天所在的月份。', en: 'By weeks an obligation belongs to the week it is due in; by months a week belongs to the month that holds most of its days.' },
    ],
  },
]

export type ExampleOf = Score & { readonly institutionName: string }

/** The arithmetic of one line of the league, step by step. */
export function workedExample(each: ExampleOf): Words[] {
  const { n } = partOf(each)
  const share = printShare(partOf(each))
  const all = n + each.due + each.waived
  return [
    { zh: `${each.institutionName}这一期共有${all}件事项：已落实${each.met}件，未落实${each.unmet}件，逾期${each.overdue}件，未到期${each.due}件，免除${each.waived}件。`, en: `${each.institutionName} has ${all} obligations in this period: ${each.met} met, ${each.unmet} unmet, ${each.overdue} overdue, ${each.due} not due yet, ${each.waived} waived.` },
    { zh: `未到期的${each.due}件和免除的${each.waived}件不算，剩下${each.met} + ${each.unmet} + ${each.overdue} = ${n}件。`, en: `The ${each.due} not due yet and the ${each.waived} waived stay out, which leaves ${each.met} + ${each.unmet} + ${each.overdue} = ${n}.` },
    { zh: n === 0 ? '没有应当办完的事项，不计算完成率。' : `完成率 = ${each.met} ÷ ${n} = ${share}${n < leagueTerms.smallest ? `；不到${leagueTerms.smallest}件，只分档，不排名次` : ''}。`, en: n === 0 ? 'Nothing had to be done yet, so there is no completion.' : `completion = ${each.met} ÷ ${n} = ${share}${n < leagueTerms.smallest ? `; fewer than ${leagueTerms.smallest}, so a band and no rank` : ''}.` },
  ]
}
