/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import type { Lang } from '../../../portal/texts.ts'
import { lineTexts as t } from './texts.ts'

export type Shown = { readonly id: string; readonly name: string; readonly waiting: number; readonly calls: readonly { readonly id: string; readonly label: string; readonly name: string; readonly window: string }[]; readonly line: readonly string[]; readonly passed: readonly string[] }
export const nextShown = 6

const Panel = ({ queue, lang }: { queue: Shown; lang: Lang }) => (
  <section class="panel" data-queue={queue.id}>
    <h2>
      <span>{queue.name}</span>
      <small data-waiting>{t.waits[lang].replace('{n}', String(queue.waiting))}</small>
    </h2>
    <div class="calls" data-calls>
      {queue.calls.map((call) => (
        <p key={call.id}>
          <b>{call.label}</b>
          <span>{call.name}</span>
          <i>{call.window}</i>
        </p>
      ))}
    </div>
    <p class="next">
      <strong>{t.nextUp[lang]}</strong>
      <span data-next>{queue.line.slice(0, nextShown).join('  ')}</span>
    </p>
    <p class="next passed">
      <strong>{t.passedUp[lang]}</strong>
      <span data-passed>{queue.passed.slice(-nextShown).join('  ')}</span>
    </p>
  </section>
)

/** Rule QU-18: a display of its own, for 1080 lines: no frame, no font from outside; complete as it comes, live with its script. */
export function screenPage(lang: Lang, shown: { token: string; area: string; speaks: boolean; queues: readonly Shown[] }): string {
  const body = (
    <body class={`screen screen-${Math.min(4, shown.queues.length)}`} data-live={`/screen/${shown.token}/live`} data-speaks={shown.speaks ? '1' : '0'} data-say={t.say[lang]} data-waits={t.waits[lang]}>
      <noscript>
        <meta http-equiv="refresh" content="10" />
      </noscript>
      <header>
        <h1>{shown.area}</h1>
        <p data-offline role="status" hidden>
          {t.offline[lang]}
        </p>
        {shown.speaks ? (
          <button type="button" data-voice hidden>
            {t.speak[lang]}
          </button>
        ) : null}
        <time data-clock />
      </header>
      <main>
        {shown.queues.map((queue) => (
          <Panel key={queue.id} queue={queue} lang={lang} />
        ))}
      </main>
    </body>
  )
  const title = `${shown.area} ${t.screenTitle[lang]}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/queue/screen.css"><link rel="icon" href="data:,"><script src="/queue/screen.js" defer></script></head>${renderToString(body)}</html>`
}
