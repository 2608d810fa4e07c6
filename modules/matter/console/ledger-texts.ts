import type { Texts } from '../../../ui/texts.ts'

/** Texts of the ledger. */
export const texts = {
  title: { zh: '问题台账', en: 'Ledger of problems' },
  lead: { zh: '自查、检查发现的问题：谁负责、怎么改、什么时候改完、谁销号、有没有反弹。', en: 'Problems found: whose they are, what is done by when, who signed them off, and whether they held.' },
  enter: { zh: '登记问题', en: 'Enter a problem' },
  export: { zh: '导出台账', en: 'Export' },
  list: { zh: '问题', en: 'Problems' },
  none: { zh: '台账里还没有问题。', en: 'The ledger is empty.' },
  noneFound: { zh: '没有符合条件的问题。', en: 'No problem fits.' },
  problem: { zh: '问题', en: 'Problem' },
  owner: { zh: '责任科室与责任人', en: 'Owner' },
  measure: { zh: '整改措施', en: 'Measure' },
  limit: { zh: '整改时限', en: 'Limit' },
  steps: { zh: '销号进度', en: 'Sign-off' },
  foundOn: { zh: '{date}发现', en: 'found {date}' },
  anyPlan: { zh: '全部行动', en: 'All campaigns' },
  plan: { zh: '专项行动', en: 'Campaign' },
  anyKind: { zh: '问题与检查发现', en: 'Problems and findings' },
  late: { zh: '超期', en: 'late' },
  reopened: { zh: '反弹{n}次', en: 'slid back {n}×' },
  noMeasure: { zh: '还没有写措施', en: 'no measure yet' },
} as const satisfies Texts
