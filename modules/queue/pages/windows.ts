import { systemActor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Pages } from '../../../server/platform/pages.ts'
import { findInstitution } from '../../directory/public.ts'
import { gather, type QueueNow } from '../gather.ts'
import { lineTexts as t } from '../portal/texts.ts'
import { bodiesPage, windowsPage } from '../portal/windows-page.tsx'
import { openCount } from '../rules/queue.ts'
import { bodiesWithQueues } from './line.ts'
import { sayMinutes, sayUpdated } from './say.ts'

const asWindows = { as: systemActor('queue.windows') } as const

/** How far off the estimates of the last weeks were, over all lines of the body; null before anything was measured. */
function offOf(stands: readonly QueueNow[], lang: 'zh' | 'en'): string | null {
  const called = stands.reduce((sum, { past }) => sum + past.called, 0)
  if (called === 0) return null
  const off = stands.reduce((sum, { past }) => sum + past.offMinutes, 0) / called
  const inside = stands.reduce((sum, { past }) => sum + past.inside, 0) / called
  return t.off[lang].replace('{off}', String(Math.round(off))).replace('{inside}', String(Math.round(inside * 100)))
}

/** Rule QU-13: what everybody may know of the lines of a body, counted once a minute however many ask. */
export function windowPages(pages: Pages): void {
  const counted = new Map<string, { readonly minute: number; readonly stands: readonly QueueNow[] }>()
  pages.get('/windows', async (visit) => ({ html: bodiesPage(frameOf(visit, t.windows[visit.lang], '/windows'), visit.lang, await bodiesWithQueues(visit)) }), asWindows)
  pages.get(
    '/windows/:institutionId',
    async (visit) => {
      const { read, lang, today, now } = visit
      const institutionId = visit.params['institutionId'] ?? ''
      const body = isUuid(institutionId) ? await findInstitution(read, institutionId) : undefined
      if (body === undefined || !body.active) throw new RefusedError('not_found')
      const minute = Math.floor(now.getTime() / 60_000)
      const known = counted.get(institutionId)
      const stands = known?.minute === minute ? known.stands : await gather(read, { institutionId, today, now: now.toISOString() })
      counted.set(institutionId, { minute, stands })
      const lines = stands.map(({ queue, line, newcomer, openWindows }) => ({ id: queue.id, name: queue.name, area: queue.area, waiting: openCount(line.length) === null ? t.few[lang] : String(line.length), wait: openWindows === 0 ? t.closed[lang] : sayMinutes(newcomer, lang), open: openWindows }))
      const open = stands.flatMap(({ queue, windows, present }) => windows.filter((window) => window.accountId !== null).map((window) => ({ id: window.id, name: window.name, line: queue.name, state: t[present.some((ticket) => ticket.windowId === window.id) ? 'windowBusy' : 'windowFree'][lang] })))
      return { html: windowsPage(frameOf(visit, t.windowsOf[lang].replace('{name}', body.shortName), `/windows/${institutionId}`), lang, { name: body.shortName, lines, windows: open, off: offOf(stands, lang), updated: sayUpdated(now.toISOString(), lang) }) }
    },
    asWindows,
  )
}
