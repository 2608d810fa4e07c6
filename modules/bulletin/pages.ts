import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { parseContent } from './gather.ts'
import { bulletinListPage, bulletinPage } from './portal/bulletin-pages.tsx'
import { monthOf } from './rules/month.ts'
import { findPaper } from './store/papers.ts'
import { listPublished, listVersions, loadVersion } from './store/versions.ts'

const atATime = 20

/** Bulletins in the portal: for everybody, without signing in and without a script. */
export function bulletinPages(pages: Pages): void {
  pages.get('/bulletins', async ({ read, ...visit }) => {
    const after = visit.query['after']
    const { rows, next } = pageBy(await listPublished(read, { after: placeOf(after), limit: atATime + 1 }), atATime, (row) => ({ at: row.firstPublishedAt, id: row.bulletinId }))
    return { html: bulletinListPage(frameOf(visit, '通报', '/bulletins'), { rows: rows.map((row) => ({ ...row, month: monthOf(row.monthOn) })), next, later: after !== undefined }) }
  })
  pages.get('/bulletins/:bulletinId', async ({ read, ...visit }) => {
    const { bulletinId = '' } = visit.params
    const all = isUuid(bulletinId) ? await listVersions(read, bulletinId) : []
    const newest = all.at(-1)
    const asked = visit.query['v']
    const wanted = asked === undefined ? newest?.version : all.find((each) => String(each.version) === asked)?.version
    if (newest === undefined || wanted === undefined) throw new RefusedError('not_found')
    const [version, paper] = await Promise.all([loadVersion(read, bulletinId, wanted), findPaper(read, bulletinId, wanted)])
    const content = parseContent(version)
    return { html: bulletinPage(frameOf(visit, content.title, `/bulletins/${bulletinId}${asked === undefined ? '' : `?v=${wanted}`}`), { version, content, versions: all, hasPdf: paper?.state === 'made' }) }
  })
}

const frameOf = ({ elder, session, platform }: Pick<PageLook, 'elder' | 'session' | 'platform'>, title: string, path: string) => ({ title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path })
