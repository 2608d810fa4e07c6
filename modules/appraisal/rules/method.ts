import { showTarget, showValue } from '../../measure/rules/show.ts'
import { patientWeight, type Words } from './definition.ts'
import type { LeagueContent, PartMeta } from './league.ts'

export type MethodPart = { readonly title: Words; readonly lines: readonly Words[] }

const said = (part: PartMeta, value: number, locale: 'zh' | 'en') => showValue(value, { unit: part.unit, decimals: Number.isInteger(value) ? 0 : 1 }, locale)

/** Rule AP-10: how a league is made, in plain words and with the very figures it was made with. */
export function methodOf(content: LeagueContent): MethodPart[] {
  const counted = content.parts.filter((part) => part.weight > 0)
  return [
    {
      title: { zh: '算什么', en: 'What counts' },
      lines: [
        content.why,
        ...counted.map((part): Words => ({
          zh: `${part.name.zh}占${part.weight}分${part.patient ? '（患者评价）' : ''}：${said(part, part.zero, 'zh')}得0分，${said(part, part.full, 'zh')}得满分，中间按比例${part.goal === undefined ? '' : `；要求${showTarget(part.goal, part.unit, 'zh')}`}。`,
          en: `${part.name.en} weighs ${part.weight}${part.patient ? ' (said by patients)' : ''}: no points at ${said(part, part.zero, 'en')}, all at ${said(part, part.full, 'en')}, evenly in between${part.goal === undefined ? '' : `; asked: ${showTarget(part.goal, part.unit, 'en')}`}.`,
        })),
        { zh: `患者评价合计占${patientWeight(counted)}分。`, en: `What patients say weighs ${patientWeight(counted)} of 100.` },
        ...(counted.some((part) => part.measure === undefined) ? [{ zh: '任务完成率＝按时落实÷（按时落实＋未落实＋逾期）；没到期的和卫健委免除的不算。', en: 'Duties done: met ÷ (met + unmet + overdue); what is not due yet or was waived stays out.' }] : []),
        { zh: '每个数字都由系统里的登记、问卷、费用和办件记录算出，不由单位自己填报。', en: 'Every figure is computed from what was recorded where the work is done; no institution types it in.' },
      ],
    },
    {
      title: { zh: '怎么排', en: 'How the order is made' },
      lines: [
        { zh: content.of === 'institutions' ? '同一类别、同一级别的机构才放在一起排。' : '同一类科室才放在一起排。', en: content.of === 'institutions' ? 'Only institutions of one kind and level are ranked with one another.' : 'Only departments of one kind are ranked with one another.' },
        { zh: '总分是各项得分按权重的平均，保留一位小数；同分并列，后面的名次顺延。', en: 'The score is the weighted mean of the parts, with one decimal; equal scores share a rank and the next one counts them all.' },
        { zh: '数据有多有少，得分就有误差。名次后面写明按现有数据可能的名次范围；两家的范围重叠，就是分不出高下。', en: 'Figures of few cases are less certain. Beside each rank stand the places it may really have; where two ranges meet, neither is ahead.' },
        { zh: '比上期好或差，要两期的误差范围完全分开才说。', en: 'Better or worse than before is said only where the two ranges do not meet.' },
      ],
    },
    {
      title: { zh: '数据太少怎么办', en: 'Small numbers' },
      lines: [
        ...[...new Set(counted.map((part) => part.fewest))].sort((a, b) => a - b).map((fewest): Words => ({ zh: `${counted.filter((part) => part.fewest === fewest).map((part) => part.name.zh).join('、')}：少于${fewest}个数据的不计，其余项目按比例折算。`, en: `${counted.filter((part) => part.fewest === fewest).map((part) => part.name.en).join(', ')}: of fewer than ${fewest} nothing is counted, the other parts stand for it in their proportion.` })),
        ...(counted.some((part) => part.required) ? [{ zh: `没有${counted.filter((part) => part.required).map((part) => part.name.zh).join('、')}的不排名。`, en: `Without ${counted.filter((part) => part.required).map((part) => part.name.en).join(', ')} there is no rank.` }] : []),
        { zh: `有数据的项目不到总分${content.least}%的，不排名。`, en: `Where less than ${content.least} % of the weight is known there is no rank.` },
      ],
    },
    {
      title: { zh: '公布以后', en: 'After it is published' },
      lines: [
        { zh: '公布的名次和得分冻结不变。之后补录或更正的数据每天核对，有变化的在原数旁边注明“更正后”。', en: 'What is published stays as it is. Later facts are looked at every day; where a figure changed, the corrected one stands beside it.' },
        ...(content.of === 'institutions' ? [{ zh: '榜上单位可以在异议期内提出异议；异议成立的，更正后重新公布，原来的一期仍可查看。', en: 'Whoever is in it may object within the days for that; where an objection is upheld a corrected league is published, and the earlier one stays readable.' }] : []),
      ],
    },
  ]
}
