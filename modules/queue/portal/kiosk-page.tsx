/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { lineTexts as t } from './texts.ts'

/** The machine at the entrance of an area: a code, or a ticket without one. `key` makes a form sent twice one ticket. */
export const kioskPage = (frame: PageFrame, lang: Lang, shown: { token: string; area: string; queues: readonly { id: string; name: string; wait: string; key: string }[]; code: string; sentence: string | null; /** For whoever was seen already. */ after: ComponentChildren }): string =>
  page(
    frame,
    <>
      <h1>{`${shown.area} ${t.kiosk[lang]}`}</h1>
      <Notice sentence={shown.sentence} />
      <section class="card">
        <h2>{t.kioskBooked[lang]}</h2>
        <form method="post" action={`/kiosk/${shown.token}/check-in`}>
          <label htmlFor="code">{t.code[lang]}</label>
          <input id="code" name="code" class="code" required maxLength={200} autoComplete="off" value={shown.code} />
          <label htmlFor="queue">{t.kioskWhere[lang]}</label>
          <select id="queue" name="queue">
            <option value="">{t.kioskOwn[lang]}</option>
            {shown.queues.map((queue) => (
              <option key={queue.id} value={queue.id}>
                {queue.name}
              </option>
            ))}
          </select>
          <p class="go">
            <button type="submit" class="wide">
              {t.kioskCheck[lang]}
            </button>
          </p>
        </form>
      </section>
      <section class="card">
        <h2>{t.kioskWalk[lang]}</h2>
        {shown.queues.map((queue) => (
          <form key={queue.id} method="post" action={`/kiosk/${shown.token}/ticket`}>
            <input type="hidden" name="queue" value={queue.id} />
            <input type="hidden" name="key" value={queue.key} />
            <button type="submit" class="wide">{`${queue.name} · ${queue.wait}`}</button>
          </form>
        ))}
      </section>
      <p>{t.kioskHelp[lang]}</p>
      {shown.after}
    </>,
  )

/** The ticket, and the picture that takes it along on a phone; the machine is ready for the next one after a while. */
export const issuedPage = (frame: PageFrame, lang: Lang, shown: { token: string; label: string; name: string; queueName: string; sentence: string; detail: string; qrSvg: string }): string =>
  page(
    frame,
    <>
      <meta http-equiv="refresh" content={`20;url=/kiosk/${shown.token}`} />
      <h1>{t.kioskDone[lang]}</h1>
      <section class="card stand">
        <p class="big">{shown.label}</p>
        <p class="state">{`${shown.queueName} ${shown.name}`}</p>
        <p>{shown.sentence}</p>
        <p>{shown.detail}</p>
        <div class="qr" role="img" aria-label={t.kioskScan[lang]} dangerouslySetInnerHTML={{ __html: shown.qrSvg }} />
        <p class="soft">{t.kioskScan[lang]}</p>
      </section>
      <p>
        <a class="button" href={`/kiosk/${shown.token}`}>
          {t.back[lang]}
        </a>
      </p>
    </>,
  )
