import type { ScoredItem } from './appraisal.ts'

/** What a line of the score counts, on the screen and in the spreadsheet. */
export const itemWords: Readonly<Record<ScoredItem, { readonly zh: string; readonly en: string }>> = {
  met: { zh: '按时落实', en: 'Met in time' },
  late: { zh: '迟办（做了，但晚了）', en: 'Done, but late' },
  unmet: { zh: '未落实', en: 'Not done' },
  overdue: { zh: '逾期', en: 'Overdue' },
  overclaim: { zh: '自评高于事实', en: 'Claimed above the facts' },
  not_confirmed: { zh: '抽查未予确认', en: 'Not confirmed by a check' },
}
