import { randomUUID } from 'node:crypto'
import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { act as actAs, look } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import type { PageRefused, Pages } from '../../server/platform/pages.ts'
import { fileObjection, findOwnObjection } from './commands/object.ts'
import { filedPage, noticePage, noticesPage, type NoticeShown } from './portal/exemplar-pages.tsx'
import { exemplarTexts as t } from './portal/exemplar-texts.ts'
import { isOpenOn, mostWords } from './rules/exemplar.ts'
import { findNotice, listNotices, type Notice } from './store/notices.ts'

const system = systemActor('portal.exemplar')
const asPortal = { as: system } as const
const atATime = 20

/** Notices of exemplars for everybody, and objections to them, without an account and without a script. */
export function exemplarPages(pages: Pages): void {
  pages.get('/exemplars', async ({ read, today, ...visit }) => {
    const after = visit.query['after']
    const { rows, next } = pageBy(await listNotices(read, { after: placeOf(after), limit: atATime + 1 }), atATime, (row) => ({ at: row.noticedAt, id: row.exemplarId }))
    return { html: noticesPage(frameOf(visit, t.title[visit.lang], '/exemplars'), visit.lang, { rows: rows.map((row) => ({ ...row, open: opens(row, today) })), next, later: after !== undefined }) }
  })
  pages.get('/exemplars/:exemplarId', async (visit) => {
    const notice = await loadNotice(visit.read, visit.params['exemplarId'])
    const typed = visit.query['code']
    const own = typed === undefined ? undefined : await findOwnObjection(visit, notice.exemplarId, typed.slice(0, 40))
    return { html: shown(visit, { notice, open: opens(notice, visit.today), typed: { form: randomUUID(), said: '', name: '', phone: '' }, sentence: null, asked: typed ?? '', own }) }
  }, asPortal)
  pages.step(
    '/exemplars/:exemplarId',
    async (visit) => {
      const { form, params, platform } = visit
      const exemplarId = params['exemplarId'] ?? ''
      if (!isUuid(exemplarId)) throw new RefusedError('not_found')
      const formId = isUuid(form['form'] ?? '') ? (form['form'] ?? '') : randomUUID()
      const code = await actAs(platform, system, (act) => fileObjection(act, { exemplarId, formId, said: form['said'] ?? '', name: form['name'] ?? '', phone: form['phone'] ?? '' }))
      return { html: filedPage(frameOf(visit, t.filed[visit.lang], `/exemplars/${exemplarId}`), visit.lang, { exemplarId, code }) }
    },
    refused,
  )
}

const opens = (notice: Pick<Notice, 'state' | 'untilOn'>, today: string): boolean => notice.state === 'noticed' && isOpenOn(notice.untilOn, today)

async function loadNotice(read: Parameters<typeof findNotice>[0], exemplarId: string | undefined): Promise<Notice> {
  const notice = exemplarId !== undefined && isUuid(exemplarId) ? await findNotice(read, exemplarId) : undefined
  if (notice === undefined) throw new RefusedError('not_found')
  return notice
}

const shown = (visit: Parameters<typeof frameOf>[0], given: NoticeShown): string => noticePage(frameOf(visit, given.notice.title, `/exemplars/${given.notice.exemplarId}`), visit.lang, given)

/** The same page again, with what was typed. */
async function refused(visit: PageRefused, sentence: string): Promise<string> {
  const { form, platform, params } = visit
  return look(platform, system, async ({ read }) => {
    const notice = await loadNotice(read, params['exemplarId'])
    const typed = { form: form['form'] ?? randomUUID(), said: (form['said'] ?? '').slice(0, mostWords), name: form['name'] ?? '', phone: form['phone'] ?? '' }
    return shown(visit, { notice, open: opens(notice, shanghaiToday(platform.clock.now())), typed, sentence, asked: '', own: undefined })
  })
}
