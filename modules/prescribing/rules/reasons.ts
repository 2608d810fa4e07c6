/** Why a line was turned away. The cell is kept beside it, nothing else of the line. */
export const rejectReasons = {
  columns: { zh: '这一行的列数与表头不同，可能错位', en: 'The line has another number of columns than the heading' },
  encoding: { zh: '含有无法识别的字符，编码可能不对', en: 'Characters that cannot be read; the encoding may be wrong' },
  broken: { zh: '这一行读不出来（引号没有配对等）', en: 'The line cannot be read' },
  empty: { zh: '必填的一格是空的', en: 'A cell that is needed is empty' },
  date: { zh: '日期认不出来，或不在合理范围', en: 'This is no date, or one out of range' },
  future: { zh: '日期在今天之后', en: 'The date lies after today' },
  kind: { zh: '费用类别没有对应，请在对应表里补上', en: 'The kind of charge stands for nothing; add it to the mapping' },
  visitKind: { zh: '就诊类型没有对应，请在对应表里补上', en: 'The kind of visit stands for nothing; add it to the mapping' },
  number: { zh: '不是数字', en: 'This is no number' },
  sign: { zh: '数量与金额的正负不一致；退费应两者都为负', en: 'Quantity and amount disagree in sign; a refund has both negative' },
  large: { zh: '数字大得不合理', en: 'The number is too large to be true' },
  stay: { zh: '出院日期早于入院日期', en: 'Discharged before admitted' },
  twice: { zh: '同一个明细流水号出现两次，内容不同', en: 'One line number twice with different content' },
} as const
export type RejectReason = keyof typeof rejectReasons
export const rejectReasonKeys = Object.keys(rejectReasons) as RejectReason[]
