import { care } from './kinds/care.ts'
import { drugs } from './kinds/drugs.ts'
import { house } from './kinds/house.ts'
import { plans } from './kinds/plans.ts'
import { voices } from './kinds/voices.ts'
import type { KindWords, Words } from './kinds/words.ts'

/** What each kind of event means to a reader of the audit page. */
export const kinds: KindWords = { ...house, ...plans, ...voices, ...care, ...drugs }

export const sayKind = (kind: string): Words => kinds[kind] ?? { zh: kind, en: kind }

/** The first row that does not fit, in words for a person. */
export const faultWords: Readonly<Record<'missing' | 'changed' | 'broken_link' | 'head_differs', Words>> = {
  missing: { zh: '缺少一条记录', en: 'A row is missing' },
  changed: { zh: '记录内容被改动', en: 'A row was changed' },
  broken_link: { zh: '记录与前一条对不上', en: 'A row does not follow the one before' },
  head_differs: { zh: '链尾标记与记录不符', en: 'The end of the chain does not agree with its rows' },
}
