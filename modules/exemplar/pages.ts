import { systemActor } from '../../kernel/actor.ts'
import { judgeSender, type FormLaw } from '../../kernel/form-limits.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { act as actAs, look } from '../../server/platform/act.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { addressOf, deviceOf, nameDevice } from '../../server/platform/form-sender.ts'
import { newFormToken, readFormToken } from '../../server/platform/form-token.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import { LeaveNothing, type PageRefused, type Pages } from '../../server/platform/pages.ts'
import { fileObjection, findOwnObjection } from './commands/object.ts'
import { filedPage, noticePage, noticesPage, type NoticeShown } from './portal/exemplar-pages.tsx'
import { exemplarTexts as t } from './portal/exemplar-texts.ts'
import { isOpenOn, mostWords } from './rules/exemplar.ts'
import { findNotice, listNotices, type Notice } from './store/notices.ts'

const system = systemActor('portal.exemplar')
const asPortal = { as: system } as const
const atATime = 20

/** Notices of exemplars for everybody, and objections to them, without an account and without a script; within `law`, what one sender may send. */
export function exemplarPages(pages: Pages, law: (read: ReadTx) => Promise<FormLaw>): void {
  pages.get('/exemplars', async ({ read, today, ...visit }) => {
    const after = visit.query['after']
    const { rows, next } = pageBy(await listNotices(read, { after: placeOf(after), limit: atATime + 1 }), atATime, (row) => ({ at: row.noticedAt, id: row.exemplarId }))
    return { html: noticesPage(frameOf(visit, t.title[visit.lang], '/exemplars'), visit.lang, { rows: rows.map((row) => ({ ...row, open: opens(row, today) })), next, later: after !== undefined }) }
  })
  pages.get('/exemplars/:exemplarId', async (visit) => {
    const notice = await loadNotice(visit.read, visit.params['exemplarId'])
    const typed = visit.query['code']
    nameDevice(visit, visit.platform)
    const own = typed === undefined ? undefined : await findOwnObjection(visit, notice.exemplarId, typed.slice(0, 40))
    return { html: shown(visit, { notice, open: opens(notice, visit.today), typed: { token: newFormToken(visit.platform.vault, visit.now).text, said: '', name: '', phone: '', site: '' }, sentence: null, asked: typed ?? '', own }) }
  }, asPortal)
  pages.step(
    '/exemplars/:exemplarId',
    async (visit) => {
      const { form, params, platform } = visit
      const exemplarId = params['exemplarId'] ?? ''
      if (!isUuid(exemplarId)) throw new RefusedError('not_found')
      const token = readFormToken(platform.vault, form['token'])
      if (token === null) throw new RefusedError('portal.page_old')
      const filedHtml = (code: string) => filedPage(frameOf(visit, t.filed[visit.lang], `/exemplars/${exemplarId}`), visit.lang, { exemplarId, code })
      const filed = await actAs(platform, system, async (act) => {
        const limits = await law(act.tx)
        const refusal = judgeSender({ trap: form['site'] ?? '', openedAtMs: token.openedAtMs, nowMs: act.now.getTime() }, limits)
        if (refusal !== null) throw new RefusedError(refusal.refused)
        const done = await fileObjection(act, { exemplarId, token, said: form['said'] ?? '', name: form['name'] ?? '', phone: form['phone'] ?? '', sender: { address: addressOf(visit.request.ip), device: deviceOf(visit) }, law: limits })
        if (done.repeated) throw new LeaveNothing({ html: filedHtml(done.code) })
        return done
      })
      return { html: filedHtml(filed.code) }
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

/** The same page again, with what was typed; a form that was used, or is none of ours, gets a new key. */
async function refused(visit: PageRefused, sentence: string, refusal: Refusal | null): Promise<string> {
  const { form, platform, params } = visit
  const known = refusal?.refused === 'portal.form_changed' ? null : readFormToken(platform.vault, form['token'])
  return look(platform, system, async ({ read, now, today }) => {
    const notice = await loadNotice(read, params['exemplarId'])
    const typed = { token: known?.text ?? newFormToken(platform.vault, now).text, said: (form['said'] ?? '').slice(0, mostWords), name: form['name'] ?? '', phone: form['phone'] ?? '', site: form['site'] ?? '' }
    return shown(visit, { notice, open: opens(notice, today), typed, sentence, asked: '', own: undefined })
  })
}
