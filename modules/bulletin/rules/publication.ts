import type { BulletinKind } from './names.ts'

/** What a `publish` duty can be bound to here: how the work goes is told by the one kind, what came of complaints by the other. */
export const publicItems = [
  { key: 'bulletin', kind: 'work', zh: '工作通报', en: 'Bulletin' },
  { key: 'complaint-results', kind: 'complaints', zh: '投诉处理情况公示', en: 'Complaint results' },
] as const satisfies readonly { readonly key: string; readonly kind: BulletinKind; readonly zh: string; readonly en: string }[]

export const kindOfItem = (key: string | null): BulletinKind | null => publicItems.find((item) => item.key === key)?.kind ?? null
export const itemOfKind = (kind: BulletinKind): string => publicItems.find((item) => item.kind === kind)?.key ?? kind
