/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { StackTable } from '../../../portal/stack-table.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { OpenFigure } from '../rules/open-figures.ts'
import { openTexts as t } from './open-texts.ts'
import { sayDay } from '../../../portal/days.ts'

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
            {sayMonth(month, lang)}
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

const sayMonth = (month: string, lang: Lang): string => (lang === 'zh' ? `${month.slice(0, 4)}年${Number(month.slice(5))}月` : month)

const columnsOf = (lang: Lang, hasVisits: boolean): string[] => [t.received, ...(hasVisits ? [t.rate] : []), t.inTime, t.solved].map((words) => words[lang])
const cellsOf = (row: OpenFigure, lang: Lang, hasVisits: boolean) => [row.received ?? t.few[lang], ...(hasVisits ? [row.perTenThousand ?? t.unknown[lang]] : []), row.inTime ?? t.unknown[lang], row.solved ?? t.unknown[lang]]

const FigureTable = ({ rows, lang, hasVisits }: { rows: readonly OpenFigure[]; lang: Lang; hasVisits: boolean }) => (
  <StackTable head={t.hospital[lang]} columns={columnsOf(lang, hasVisits)} rows={rows.map((row) => ({ key: row.institutionId, href: `/bodies/${row.institutionId}`, name: row.name, cells: cellsOf(row, lang, hasVisits) }))} />
)

/** One hospital month by month; each leads to where it stands among the others. */
export const MonthTable = ({ rows, lang }: { rows: readonly { readonly month: string; readonly row: OpenFigure }[]; lang: Lang }) => (
  <StackTable head={t.month[lang]} columns={columnsOf(lang, false)} rows={rows.map(({ month, row }) => ({ key: month, href: `/figures?month=${month}`, name: sayMonth(month, lang), cells: cellsOf(row, lang, false) }))} />
)
