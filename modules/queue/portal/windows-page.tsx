/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { StackTable } from '../../../portal/stack-table.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { lineTexts as t } from './texts.ts'

export type OpenLine = { readonly id: string; readonly name: string; readonly area: string; readonly waiting: string; readonly wait: string; readonly open: number }
/** A window where somebody sits now; whom they have is nobody's. */
export type OpenWindow = { readonly id: string; readonly name: string; readonly line: string; readonly state: string }

/** The bodies whose lines can be looked at. */
export const bodiesPage = (frame: PageFrame, lang: Lang, bodies: readonly { readonly id: string; readonly name: string }[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.windows[lang]}</h1>
      {bodies.length === 0 ? <p class="soft">{t.none[lang]}</p> : null}
      <ul class="links">
        {bodies.map((body) => (
          <li key={body.id}>
            <a href={`/windows/${body.id}`}>{body.name}</a>
          </li>
        ))}
      </ul>
    </>,
  )

/** Rule QU-13: the load of every window of a body; short lines are not counted out. */
export const windowsPage = (frame: PageFrame, lang: Lang, shown: { name: string; lines: readonly OpenLine[]; windows: readonly OpenWindow[]; off: string | null; updated: string }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/windows">{t.windows[lang]}</a>
      </p>
      <h1>{t.windowsOf[lang].replace('{name}', shown.name)}</h1>
      <p>{t.windowsLead[lang]}</p>
      <StackTable head={t.queue[lang]} columns={[t.waiting[lang], t.newcomer[lang], t.openWindows[lang]]} rows={shown.lines.map((line) => ({ key: line.id, href: '/line', name: line.area === '' ? line.name : `${line.area} ${line.name}`, cells: [line.waiting, line.wait, line.open] }))} />
      {shown.windows.length === 0 ? null : (
        <>
          <h2>{t.eachWindow[lang]}</h2>
          <StackTable head={t.window[lang]} columns={[t.queue[lang], t.windowNow[lang]]} rows={shown.windows.map((window) => ({ key: window.id, href: null, name: window.name, cells: [window.line, window.state] }))} />
        </>
      )}
      {shown.off === null ? null : <p class="soft">{shown.off}</p>}
      <p class="soft">{shown.updated}</p>
    </>,
  )
