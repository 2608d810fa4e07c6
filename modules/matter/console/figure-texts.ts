import type { Texts } from '../../../ui/texts.ts'

/** Texts of the figures. */
export const texts = {
  title: { zh: '办理统计', en: 'Figures' },
  lead: { zh: '这段时间收到的事项办得怎么样：按时答复、解决、满意。系统按办理过程算出，不用填报。', en: 'How what came in was dealt with: answered in time, solved, satisfied. Computed from the handling; nobody fills it in.' },
  leadCommission: { zh: '辖区各单位合计；选择一个单位可以看到科室。', en: 'All bodies of the region together; choose one for its departments.' },
  days: { zh: '{from} 至 {to} 收到的', en: 'Received {from} to {to}' },
  asOf: { zh: '截至{at}', en: 'as of {at}' },
  response: { zh: '按时答复率', en: 'Answered in time' },
  solution: { zh: '解决率', en: 'Solved' },
  satisfaction: { zh: '满意率', en: 'Satisfied' },
  received: { zh: '收到', en: 'Received' },
  open: { zh: '在办', en: 'Open' },
  overdue: { zh: '超期', en: 'Late' },
  byKind: { zh: '按种类', en: 'By kind' },
  byDepartment: { zh: '按科室', en: 'By department' },
  noDepartment: { zh: '没有分到科室', en: 'With no department' },
  all: { zh: '合计', en: 'Total' },
  few: { zh: '不足5件，不算比率', en: 'fewer than 5: no rate' },
  of: { zh: '{n}/{all}', en: '{n}/{all}' },
  none: { zh: '这段时间没有收到事项。', en: 'Nothing came in on these days.' },
  how: { zh: '怎么算：按时答复率＝在期限前答复的÷应答复的（已答复的和已到期的，不含撤回和并案）；解决率＝回访确认解决的÷回访了的；满意率＝评价满意的÷评价了的。少于5件不算比率。', en: 'Answered in time: before the limit, of those answered or past it (without withdrawn and merged). Solved: of those called back. Satisfied: of those rated. No rate below five.' },
  measures: { zh: '更长时间的走势和排名在“指标”里看', en: 'Trends and ranks over a longer time are among the measures' },
  bar: { zh: '{name}：{value}', en: '{name}: {value}' },
} as const satisfies Texts
