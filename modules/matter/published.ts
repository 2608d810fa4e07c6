import { RefusedError } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import { institutionNames } from '../directory/public.ts'
import { gramNumbers } from './gram-key.ts'
import { kinds } from './kinds.ts'
import type { Words } from './rules/definition.ts'
import { choiceOf } from './rules/kind.ts'
import type { MatterKey } from './rules/matter.ts'
import * as store from './store/published.ts'

export type PublishedAnswer = MatterKey & {
  readonly institutionName: string
  readonly kind: string
  readonly kindName: Words
  readonly category: Words | null
  readonly title: string
  readonly question: string
  readonly answer: string
  readonly verdict: Words | null
  readonly receivedOn: string
  readonly answeredOn: string
  readonly publishedAt: string
}

type Row = Awaited<ReturnType<typeof store.listPublished>>[number]

async function view(look: Pick<Look, 'read'>, rows: readonly Row[]): Promise<PublishedAnswer[]> {
  const names = await institutionNames(look.read, [...new Set(rows.map((row) => row.institutionId))])
  return rows.map((row) => {
    const kind = kinds().get(row.kind)
    const words = (list: Parameters<typeof choiceOf>[0], key: string | null): Words | null => {
      const found = choiceOf(list, key)
      return found === undefined ? null : { zh: found.zh, en: found.en }
    }
    return { ...row, institutionName: names.get(row.institutionId) ?? '', kindName: kind?.name ?? { zh: row.kind, en: row.kind }, category: words(kind?.categories ?? [], row.category), verdict: words(kind?.verdicts ?? [], row.verdict) }
  })
}

/** Rule MT-17: what citizens may read, newest first; words of at least two characters are looked for in title, question and answer. */
export async function listPublished(look: Pick<Look, 'read' | 'platform'>, ask: { readonly institutionId?: string; readonly kind?: string; readonly text?: string; readonly after?: string; readonly limit: number }): Promise<{ rows: PublishedAnswer[]; next: string | null }> {
  const text = (ask.text ?? '').trim()
  const grams = text === '' ? [] : gramNumbers(look.platform.vault, '', text)
  if (text !== '' && grams.length === 0) throw new RefusedError('matter.search_too_short')
  const rows = await store.listPublished(look.read, { institutionId: ask.institutionId, kind: ask.kind, grams, after: placeOf(ask.after), limit: ask.limit + 1 })
  const page = pageBy(rows, ask.limit, (row) => ({ at: row.publishedAt, id: row.matterId }))
  return { rows: await view(look, page.rows), next: page.next }
}

export async function publishedAnswer(look: Pick<Look, 'read'>, key: MatterKey): Promise<PublishedAnswer> {
  const row = await store.findPublished(look.read, key)
  const [shown] = row === undefined ? [] : await view(look, [row])
  if (shown === undefined) throw new RefusedError('not_found')
  return shown
}
