import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { institutionNames } from '../directory/public.ts'
import { registers } from './definitions.ts'
import { openIndexPage, openListPage } from './portal/open-pages.tsx'
import { placeOf, writePlace } from './routes/asked.ts'
import { shownSince } from './rules/open.ts'
import { listOpenItems, newestOpen, openInstitutionIds } from './store/open.ts'

const atATime = 20

/** The public pages of registers: what their definitions open, of entries that count. */
export function registerPages(pages: Pages): void {
  pages.get('/open', async ({ read, today, ...visit }) => {
    const shown: Parameters<typeof openIndexPage>[1][number][] = []
    for (const { definition } of registers().values()) {
      if (definition.open === undefined) continue
      const newest = await newestOpen(read, definition.key, shownSince(definition, today))
      if (newest !== null) shown.push({ key: definition.key, open: definition.open, newest })
    }
    return { html: openIndexPage(frameOf(visit, '医院公开信息', '/open'), shown.sort((a, b) => (a.newest > b.newest ? -1 : 1))) }
  })
  pages.get('/open/:key', async ({ read, today, ...visit }) => {
    const definition = registers().get(visit.params['key'] ?? '')?.definition
    if (definition?.open === undefined) throw new RefusedError('not_found')
    const since = shownSince(definition, today)
    const asked = visit.query['institution'] ?? ''
    const institutionId = isUuid(asked) ? asked : null
    const after = placeOf(visit.query['after'])
    const found = await listOpenItems(read, { key: definition.key, since, institutionId: institutionId ?? undefined, after, limit: atATime + 1 })
    const items = found.slice(0, atATime)
    const last = items.at(-1)
    const names = await institutionNames(read, await openInstitutionIds(read, definition.key, since))
    const institutions = [...names].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1))
    const here = `/open/${definition.key}${institutionId === null ? '' : `?institution=${institutionId}`}`
    return {
      html: openListPage(frameOf(visit, definition.open.title.zh, here), { definition, items, institutions, institutionId, next: found.length > atATime && last !== undefined ? writePlace(last) : null, later: after !== undefined }),
    }
  })
}

const frameOf = ({ elder, session, platform }: Pick<PageLook, 'elder' | 'session' | 'platform'>, title: string, path: string) => ({ title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path })
