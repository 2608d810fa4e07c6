/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { OpenFigure } from '../rules/open-figures.ts'
import { openTexts as t } from './open-texts.ts'
import { sayDay } from './days.ts'

export type FiguresShown = { readonly rows: readonly OpenFigure[]; readonly from: string; readonly to: string; readonly month: string; readonly months: readonly string[]; readonly hasVisits: boolean; readonly bulletins: string | null }

/** Complaints by institution in one month: a table, since people compare line by line. */
export const figuresPage = (frame: PageFrame, lang: Lang, shown: FiguresShown): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.figures[lang]}</h1>
      <p>{t.figuresLead[lang].replace('{from}', sayDay(shown.from, lang)).replace('{to}', sayDay(shown.to, lang))}</p>
      <nav aria-label={t.months[lang]} class="months">
        {shown.months.map((month) => (
          <a key={month} href={`/figures?month=${month}`} {...(month === shown.month ? { 'aria-current': 'page' as const } : {})}>
            {month}
          </a>
        ))}
      </nav>
      {shown.rows.length === 0 ? <p class="soft">{t.noFigures[lang]}</p> : <FigureTable rows={shown.rows} lang={lang} hasVisits={shown.hasVisits} />}
      <p class="soft">{t.figuresNote[lang]}</p>
      <p class="soft">{shown.hasVisits ? t.rateNote[lang] : t.noRate[lang]}</p>
      {shown.bulletins === null ? null : (
        <p>
          <a href={shown.bulletins}>{t.bulletins[lang]}</a>
        </p>
      )}
    </>,
  )

export const FigureTable = ({ rows, lang, hasVisits }: { rows: readonly OpenFigure[]; lang: Lang; hasVisits: boolean }) => (
  <table class="stack" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">{t.hospital[lang]}</th>
        {columns(hasVisits).map((column) => (
          <th scope="col" role="columnheader" class="figure" key={column.words.zh}>
            {column.words[lang]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <tr role="row" key={row.institutionId}>
          <th scope="row" role="rowheader">
            <a href={`/bodies/${row.institutionId}`}>{row.name}</a>
          </th>
          {columns(hasVisits).map((column) => (
            <td role="cell" class="figure" data-label={column.words[lang]} key={column.words.zh}>
              {column.says(row, lang)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

type Column = { readonly words: { readonly zh: string; readonly en: string }; readonly says: (row: OpenFigure, lang: Lang) => string | number }
const columns = (hasVisits: boolean): readonly Column[] => [
  { words: t.received, says: (row, lang) => row.received ?? t.few[lang] },
  ...(hasVisits ? [{ words: t.rate, says: (row: OpenFigure, lang: Lang) => row.perTenThousand ?? t.unknown[lang] }] : []),
  { words: t.inTime, says: (row, lang) => row.inTime ?? t.unknown[lang] },
  { words: t.solved, says: (row, lang) => row.solved ?? t.unknown[lang] },
]
