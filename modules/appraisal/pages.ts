import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { parseContent } from './gather.ts'
import { withdrawnPage } from './portal/ranking-afterwards.tsx'
import { rankingListPage, rankingPage, rankingRowPage } from './portal/ranking-pages.tsx'
import { printPeriod } from './rules/period.ts'
import { listOpen, loadOpen, type OpenLeague } from './store/open.ts'

const listed = 60

/** Rule AP-17: published leagues in the portal, for everybody, without signing in and without a script. */
export function appraisalPages(pages: Pages): void {
  pages.get('/rankings', async ({ read, ...visit }) => ({
    html: rankingListPage(frameOf(visit, '机构排名', '/rankings'), (await listOpen(read, { limit: listed })).map((row) => ({ leagueId: row.leagueId, issuerName: row.issuerName, publishedAt: row.publishedAt, name: parseContent(row).name.zh, printed: printPeriod({ from: row.fromOn, to: row.toOn }).zh, corrected: row.state === 'withdrawn' ? 0 : row.corrections.length, state: row.state, issue: row.issue }))),
  }))
  pages.get('/rankings/:leagueId', async ({ read, ...visit }) => {
    const row = await openOf(read, visit)
    const content = parseContent(row)
    if (row.state === 'withdrawn') return { html: takenBack(visit, row) }
    return { html: rankingPage(frameOf(visit, `${content.name.zh} ${printPeriod(content.period).zh}`, `/rankings/${row.leagueId}`), { ...row, content }, visit.today) }
  })
  pages.get('/rankings/:leagueId/:institutionId', async ({ read, ...visit }) => {
    const row = await openOf(read, visit)
    const content = parseContent(row)
    if (row.state === 'withdrawn') return { html: takenBack(visit, row) }
    const group = content.groups.find((each) => each.rows.some((one) => one.id === visit.params['institutionId']))
    const own = group?.rows.find((one) => one.id === visit.params['institutionId'])
    if (group === undefined || own === undefined) throw new RefusedError('not_found')
    return { html: rankingRowPage(frameOf(visit, `${own.name} ${content.name.zh}`, `/rankings/${row.leagueId}/${own.id}`), { ...row, content, group, own }) }
  })
}

/** Rule AP-22: never a page that is not found, for whoever has the address. */
function takenBack(visit: Framed, row: OpenLeague): string {
  const content = parseContent(row)
  const title = `${content.name.zh}：${printPeriod(content.period).zh}`
  return withdrawnPage(frameOf(visit, `${title} 已撤回`, `/rankings/${row.leagueId}`), { title, issuerName: row.issuerName, publishedAt: row.publishedAt, withdrawnAt: row.withdrawnAt ?? '', reason: row.withdrawnReason ?? '' })
}

function openOf(read: PageLook['read'], { params }: Pick<PageLook, 'params'>) {
  const { leagueId = '' } = params
  if (!isUuid(leagueId)) throw new RefusedError('not_found')
  return loadOpen(read, leagueId)
}

type Framed = Pick<PageLook, 'elder' | 'session' | 'platform'>
const frameOf = ({ elder, session, platform }: Framed, title: string, path: string) => ({ title, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path })
