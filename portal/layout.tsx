/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'

export type PageFrame = { readonly title: string; readonly elder: boolean; readonly name?: string | null; readonly demo?: boolean; readonly path?: string }

/** One page of the portal as a complete document: no script needed, at home on an old phone. */
export function page(frame: PageFrame, children: ComponentChildren): string {
  const body = renderToString(
    <body class={frame.elder ? 'elder' : ''}>
      <a class="skip" href="#main">
        跳到正文
      </a>
      <header>
        <div class="bar">
          <a class="brand" href="/">
            <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
              <rect width="32" height="32" rx="7" fill="#0958d9" />
              <path d="M9 16a7 7 0 0 1 14 0M12.5 16a3.5 3.5 0 0 1 7 0M16 16v8" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" />
            </svg>
            回音
          </a>
          <nav aria-label="常用">
            <a href={`/elder?on=${frame.elder ? '0' : '1'}&back=${encodeURIComponent(frame.path ?? '/')}`}>{frame.elder ? '标准版' : '长辈版'}</a>
            {frame.name === undefined || frame.name === null ? <a href="/enter">登录</a> : <a href="/me">我的</a>}
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer>
        <p>件件有落实，事事有回音</p>
        <p>
          <a href="/console">工作人员入口</a>
          {frame.demo === true ? (
            <>
              {' · '}
              <a href="/outbox">演示短信</a>
            </>
          ) : null}
        </p>
      </footer>
    </body>,
  )
  const title = frame.title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · 回音</title><link rel="stylesheet" href="/portal.css"><link rel="icon" href="data:,"></head>${body}</html>`
}

/** The page of an error: what happened, and the way back. */
export const faultPage = (sentence: string, status: number, elder: boolean): string =>
  page(
    { title: status === 404 ? '没有找到' : '办不了', elder },
    <>
      <h1>{status === 404 ? '没有找到这一页' : '这一步没有办成'}</h1>
      <p role="alert">{sentence}</p>
      <p>
        <a class="button" href="/">
          回首页
        </a>
      </p>
    </>,
  )

export const Notice = ({ sentence }: { sentence: string | null }) => (sentence === null ? null : <p class="notice" role="alert">{sentence}</p>)
