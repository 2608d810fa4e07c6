import { systemActor } from '../../kernel/actor.ts'
import { maskPhone } from '../../kernel/identifiers.ts'
import { RefusedError, refusals, sayRefusal } from '../../kernel/refusal.ts'
import { backOf } from '../../portal/back.ts'
import type { PageLook, Pages } from '../../server/platform/pages.ts'
import { giveSession, takeSession } from '../../server/platform/session.ts'
import { sendCode, signInWithCode } from './commands/citizens.ts'
import { signOut } from './commands/sessions.ts'
import { codePage, minePage, outboxPage, phonePage } from './portal/enter-pages.tsx'
import { findOwnPhone, listOutbox } from './store/citizens.ts'
import { visitorOf } from './visitor.ts'

const asIdentity = { as: systemActor('identity') } as const
const codeMinutes = 5

/** The citizens' door: phone, code, my page; forms that work without JavaScript. */
export function identityPages(pages: Pages, options: { codes: boolean }): void {
  const frame = (visit: Pick<PageLook, 'elder' | 'session' | 'platform'>, title: string, path: string) => ({ title, elder: visit.elder, path, demo: visit.platform.demo, name: visit.session.actor.kind === 'citizen' ? '我的' : null })

  pages.get('/enter', async (visit) => ({ html: phonePage(frame(visit, '登录', '/enter'), { phone: '', back: backOf(visit.query['back'], ''), sentence: null, codes: options.codes }) }))
  pages.post(
    '/enter',
    async ({ form, ...act }) => {
      if (!options.codes) throw new RefusedError('identity.no_messages')
      const sent = await sendCode(act, { phone: form['phone'] ?? '' })
      return { html: codePage(frame(act, '输入验证码', '/enter'), { phone: form['phone'] ?? '', back: backOf(form['back'], ''), sentence: null, minutes: sent.validMinutes, demo: act.platform.demo }) }
    },
    async ({ form, platform, ...visit }, sentence) => {
      // Asked again too soon, the code that was sent still counts: stay where it can be typed.
      const shown = frame({ ...visit, platform }, '登录', '/enter')
      return sentence === refusals['identity.code_too_soon'].zh ? codePage(shown, { phone: form['phone'] ?? '', back: backOf(form['back'], ''), sentence, minutes: codeMinutes, demo: platform.demo }) : phonePage(shown, { phone: form['phone'] ?? '', back: backOf(form['back'], ''), sentence, codes: options.codes })
    },
    asIdentity,
  )
  pages.post(
    '/enter/code',
    async ({ form, ...act }) => {
      const phone = form['phone'] ?? ''
      const entered = await signInWithCode(act, { phone, code: (form['code'] ?? '').trim() }, visitorOf(act.request))
      if (entered instanceof RefusedError) {
        return { html: codePage(frame(act, '输入验证码', '/enter'), { phone, back: backOf(form['back'], ''), sentence: sayRefusal(entered.refusal), minutes: codeMinutes, demo: act.platform.demo }), status: refusals[entered.refusal.refused].status }
      }
      giveSession(act.platform, act.reply, entered.token, entered.expiresAt)
      return { redirect: backOf(form['back'], '') || '/me' }
    },
    async ({ form, platform, ...visit }, sentence) => codePage(frame({ ...visit, platform }, '输入验证码', '/enter'), { phone: form['phone'] ?? '', back: backOf(form['back'], ''), sentence, minutes: codeMinutes, demo: platform.demo }),
    asIdentity,
  )
  pages.get('/me', async (visit) => {
    const { actor, read, platform } = visit
    if (actor.kind !== 'citizen') return { redirect: '/enter' }
    const sealed = await findOwnPhone(read, actor.id)
    return { html: minePage(frame(visit, '我的', '/me'), { phone: sealed === null ? '' : maskPhone(platform.vault.open(sealed)) }) }
  })
  pages.post(
    '/leave',
    async ({ session, ...act }) => {
      await signOut(act, session)
      takeSession(act.platform, act.reply)
      return { redirect: '/' }
    },
    async ({ platform, ...visit }) => minePage(frame({ ...visit, platform }, '我的', '/me'), { phone: '' }),
    asIdentity,
  )
  pages.get(
    '/outbox',
    async (visit) => {
      if (!visit.platform.demo) throw new RefusedError('not_found')
      const { vault } = visit.platform
      const rows = await listOutbox(visit.read, undefined, 30)
      return { html: outboxPage(frame(visit, '演示短信', '/outbox'), rows.map((row) => ({ id: row.id, to: vault.open(row.recipient), text: vault.open(row.body), createdAt: row.createdAt, state: row.state }))) }
    },
    asIdentity,
  )
}
