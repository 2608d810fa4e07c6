/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { frameTexts as t, type Lang } from './texts.ts'

export type PageFrame = {
  readonly title: string
  readonly elder: boolean
  readonly name?: string | null
  readonly demo?: boolean
  readonly path?: string
  /** Set by pages that speak both languages; the others are in Chinese and offer no choice. */
  readonly lang?: Lang
  /** The page gains something by the script: a draft, a count, a print button. */
  readonly script?: boolean
}

const Brand = ({ lang }: { lang: Lang }) => (
  <a class="brand" href="/">
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0958d9" />
      <path d="M9 16a7 7 0 0 1 14 0M12.5 16a3.5 3.5 0 0 1 7 0M16 16v8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" />
    </svg>
    {t.brand[lang]}
  </a>
)

const body = (frame: PageFrame, lang: Lang, children: ComponentChildren) => {
  const back = encodeURIComponent(frame.path ?? '/')
  return (
    <body class={frame.elder ? 'elder' : ''}>
      <a class="skip" href="#main">
        {t.skip[lang]}
      </a>
      <header>
        <div class="bar">
          <Brand lang={lang} />
          <nav aria-label={t.often[lang]}>
            <a href={`/elder?on=${frame.elder ? '0' : '1'}&back=${back}`}>{frame.elder ? t.standard[lang] : t.elder[lang]}</a>
            {frame.name === undefined || frame.name === null ? <a href="/enter">{t.signIn[lang]}</a> : <a href="/my">{t.mine[lang]}</a>}
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <div class="aloud" data-aloud={t.readAloud[lang]} data-hush={t.stopReading[lang]} />
        {children}
      </main>
      <footer>
        <p>{t.motto[lang]}</p>
        <p>
          {frame.lang === undefined ? null : (
            <>
              <a href={`/lang?to=${lang === 'zh' ? 'en' : 'zh'}&back=${back}`} lang={lang === 'zh' ? 'en' : 'zh-CN'}>
                {t.otherLang[lang]}
              </a>
              {' · '}
            </>
          )}
          <a href="/console">{t.staff[lang]}</a>
          {frame.demo === true ? (
            <>
              {' · '}
              <a href="/outbox">{t.outbox[lang]}</a>
            </>
          ) : null}
        </p>
      </footer>
    </body>
  )
}

/** Rule PO-8: one page of the portal as a complete document: no script needed, light, at home on an old phone. */
export function page(frame: PageFrame, children: ComponentChildren): string {
  const lang = frame.lang ?? 'zh'
  const title = frame.title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const script = frame.script === true || frame.elder ? '<script src="/portal.js" defer></script>' : ''
  return `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="format-detection" content="telephone=no"><meta name="color-scheme" content="light dark"><title>${title} · ${t.brand[lang]}</title><link rel="stylesheet" href="/portal.css"><link rel="icon" href="data:,">${script}</head>${renderToString(body(frame, lang, children))}</html>`
}

/** The page of an error: what happened, and the way back. */
export const faultPage = (sentence: string, status: number, elder: boolean, lang: Lang = 'zh'): string =>
  page(
    { title: (status === 404 ? t.notFoundTitle : t.failedTitle)[lang], elder, lang },
    <>
      <h1>{(status === 404 ? t.notFound : t.failed)[lang]}</h1>
      <p role="alert">{sentence}</p>
      <p>
        <a class="button" href="/">
          {t.home[lang]}
        </a>
      </p>
    </>,
  )

export const Notice = ({ sentence }: { sentence: string | null }) => (sentence === null ? null : <p class="notice" role="alert">{sentence}</p>)

/** What was just done, in one sentence. */
export const Done = ({ sentence }: { sentence: string | null }) => (sentence === null ? null : <p class="notice done" role="status">{sentence}</p>)
