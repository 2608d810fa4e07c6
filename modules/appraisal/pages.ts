import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { parseContent } from './gather.ts'
import { rankingListPage, rankingPage, rankingRowPage } from './portal/ranking-pages.tsx'
import { printPeriod } from './rules/period.ts'
import { listOpen, loadOpen } from './store/open.ts'

const listed = 60

/** Rule AP-17: published leagues in the portal, for everybody, without signing in and without a script. */
export function appraisalPages(pages: Pages): void {
  pages.get('/rankings', async ({ read, ...visit }) => ({
    html: rankingListPage(frameOf(visit, '机构排名', '/rankings'), (await listOpen(read, { limit: listed })).map((row) => ({ leagueId: row.leagueId, issuerName: row.issuerName, publishedAt: row.publishedAt, name: parseContent(row).name.zh, printed: printPeriod({ from: row.fromOn, to: row.toOn }).zh, corrected: row.corrections.length }))),
  }))
  pages.get('/rankings/:leagueId', async ({ read, ...visit }) => {
    const row = await openOf(read, visit)
    const content = parseContent(row)
    return { html: rankingPage(frameOf(visit, `${content.name.zh} ${printPeriod(content.period).zh}`, `/rankings/${row.leagueId}`), { ...row, content }) }
  })
  pages.get('/rankings/:leagueId/:institutionId', async ({ read, ...visit }) => {
    const row = await openOf(read, visit)
    const content = parseContent(row)
    const group = content.groups.find((each) => each.rows.some((one) => one.id === visit.params['institutionId']))
    const own = group?.rows.find((one) => one.id === visit.params['institutionId'])
    if (group === undefined || own === undefined) throw new RefusedError('not_found')
    return { html: rankingRowPage(frameOf(visit, `${own.name} ${content.name.zh}`, `/rankings/${row.leagueId}/${own.id}`), { ...row, content, group, own }) }
  })
}

function openOf(read: PageLook['read'], { params }: Pick<PageLook, 'params'>) {
  const { leagueId = '' } = params
  if (!isUuid(leagueId)) throw new RefusedError('not_found')
  return loadOpen(read, leagueId)
}

const frameOf = ({ elder, session, platform }: Pick<PageLook, 'elder' | 'session' | 'platform'>, title: string, path: string) => ({ title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path })
