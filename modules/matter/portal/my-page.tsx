/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { Words } from '../rules/definition.ts'
import { sayMoment } from '../../../portal/days.ts'
import { followTexts as t } from './follow-texts.ts'

export type MyRow = { readonly institutionId: string; readonly institutionName: string; readonly matterId: string; readonly number: string; readonly title: string; readonly state: Words; readonly receivedAt: string }

/** What somebody signed in by phone has brought forward. */
export const myPage = (frame: PageFrame, lang: Lang, rows: readonly MyRow[], opens: boolean): string =>
  page(
    frame,
    <>
      <h1>{t.mine[lang]}</h1>
      <p>{t.mineLead[lang]}</p>
      {rows.length === 0 ? <p class="soft">{t.mineNone[lang]}</p> : null}
      <ul class="cards">
        {rows.map((row) => (
          <li class="card" key={row.matterId}>
            <h2 class="said">{opens ? <a href={`/my/${row.institutionId}/${row.matterId}`}>{row.title}</a> : row.title}</h2>
            <p>
              <b>{row.state[lang]}</b>
            </p>
            <p class="soft">{`${row.number} · ${row.institutionName} · ${sayMoment(row.receivedAt, lang)}`}</p>
          </li>
        ))}
      </ul>
      <p>
        <a class="button" href="/say">
          {t.again[lang]}
        </a>{' '}
        <a class="button quiet" href="/follow?new=1">
          {t.byCode[lang]}
        </a>
      </p>
      <p>
        <a href="/my/bookings">{t.bookings[lang]}</a>
        {' · '}
        <a href="/me">{t.account[lang]}</a>
      </p>
    </>,
  )
