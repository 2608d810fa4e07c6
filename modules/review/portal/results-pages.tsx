/** @jsxImportSource preact */
import { printDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { problemCodes } from '../rules/codes.ts'
import type { ReviewResult } from '../rules/result.ts'
import type { WorksheetSums } from '../rules/worksheet.ts'
import { resultTexts as t } from './texts.ts'

type Lang = 'zh' | 'en'
export type Listed = { readonly institutionId: string; readonly name: string; readonly month: string; readonly n: number; readonly rate: number | null }
type Shown = { readonly institutionId: string; readonly name: string; readonly month: string; readonly publishedAt: string; readonly frameHash: string; readonly result: ReviewResult; readonly others: readonly string[] }

const monthOf = (month: string, lang: Lang): string => (lang === 'zh' ? `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月` : month.slice(0, 7))
const percent = (value: number | null): string => (value === null ? '—' : `${value}%`)

/** The newest published result of each institution. */
export const resultsPage = (frame: PageFrame, lang: Lang, rows: readonly Listed[]): string =>
  page(
    frame,
    <>
      <p><a href="/">{t.home[lang]}</a></p>
      <h1>{t.title[lang]}</h1>
      <p>{t.lead[lang]}</p>
      {rows.length === 0 ? <p class="soft">{t.none[lang]}</p> : null}
      <ul class="cards">
        {rows.map((row) => (
          <li class="card" key={row.institutionId}>
            <h2><a href={`/reviews/${row.institutionId}`}>{row.name}</a></h2>
            <p class="soft">{`${monthOf(row.month, lang)} · ${t.readOf[lang].replace('{n}', String(row.n))} · ${t.rate[lang]} ${percent(row.rate)}`}</p>
          </li>
        ))}
      </ul>
    </>,
  )

const Part = ({ name, sums, lang }: { name: string; sums: WorksheetSums; lang: Lang }) => (
  <section class="card">
    <h2>{name}</h2>
    {sums.n === 0 ? <p class="soft">{t.nothing[lang]}</p> : (
      <dl>
        {([[t.read[lang], String(sums.n)], [t.rate[lang], percent(sums.P)], [t.drugs[lang], String(sums.B ?? '—')], [t.antibiotic[lang], percent(sums.D)], [t.injection[lang], percent(sums.F)], [t.essential[lang], percent(sums.H)]] as const).map(([label, value]) => (
          <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    )}
  </section>
)

/** One month of one institution: sums and kinds of problems, and nobody's name. */
export const resultPage = (frame: PageFrame, lang: Lang, shown: Shown): string =>
  page(
    frame,
    <>
      <p><a href="/reviews">{t.all[lang]}</a></p>
      <h1>{`${shown.name} ${monthOf(shown.month, lang)} ${t.title[lang]}`}</h1>
      <p class="soft">{`${t.published[lang]} ${printDate(shanghaiDate(shown.publishedAt), lang).split(' ')[0] ?? ''}`}</p>
      <p>{t.drawn[lang].replace('{p}', String(shown.result.prescriptions)).replace('{d}', String(shown.result.discharges)).replace('{n}', String(shown.result.sample))}</p>
      <Part name={t.outpatient[lang]} sums={shown.result.outpatient} lang={lang} />
      <Part name={t.inpatient[lang]} sums={shown.result.inpatient} lang={lang} />
      {shown.result.codes.length === 0 ? null : (
        <section class="card">
          <h2>{t.problems[lang]}</h2>
          <ul>{shown.result.codes.map(({ code, count }) => <li key={code}>{`${problemCodes[code][lang]}：${count}`}</li>)}</ul>
        </section>
      )}
      <p class="soft">{t.check[lang]} <code>{shown.frameHash}</code></p>
      {shown.others.length < 2 ? null : (
        <section>
          <h2>{t.months[lang]}</h2>
          <ul>{shown.others.map((month) => <li key={month}>{month === shown.month ? <b>{monthOf(month, lang)}</b> : <a href={`/reviews/${shown.institutionId}?m=${month.slice(0, 7)}`}>{monthOf(month, lang)}</a>}</li>)}</ul>
        </section>
      )}
    </>,
  )
