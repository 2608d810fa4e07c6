/** @jsxImportSource preact */
import type { z } from 'zod'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { StackTable } from '../../../portal/stack-table.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { ResultsView } from '../contract.ts'
import type { Shown } from '../rules/score.ts'
import { surveyTexts as t } from './survey-texts.ts'

type Results = z.input<typeof ResultsView>
const fill = (said: string, given: Readonly<Record<string, string | number>>): string => Object.entries(given).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), said)
const sayScore = (shown: Shown, lang: Lang): string => (shown.score === null ? t.withheld[lang] : shown.score.toFixed(1))

export type PublicResults = { readonly results: Results; readonly comments: readonly { readonly id: string; readonly said: string }[]; readonly deeds: readonly { readonly id: string; readonly on: string; readonly said: string }[] }

/** What patients say of one hospital, in plain figures: the score, how many answered, what was changed. */
export const resultsPage = (frame: PageFrame, lang: Lang, body: { readonly id: string; readonly name: string }, all: readonly PublicResults[]): string =>
  page(
    frame,
    <>
      <p>
        <a href={`/bodies/${body.id}`}>{t.toBody[lang]}</a>
      </p>
      <h1>{`${body.name} · ${t.results[lang]}`}</h1>
      {all.length === 0 ? <p>{t.resultsNone[lang]}</p> : null}
      {all.map((one) => (
        <OneSurvey key={one.results.name.zh} lang={lang} one={one} />
      ))}
    </>,
  )

function OneSurvey({ lang, one }: { lang: Lang; one: PublicResults }) {
  const { results } = one
  const shown = results.dimensions.filter((each) => each.score !== null)
  return (
    <section class="card">
      <h2>{results.name[lang]}</h2>
      <p>{fill(t.resultsLead[lang], { n: results.smallest })}</p>
      <p class="big">{sayScore(results.total, lang)}</p>
      <p>
        {fill(t.sheets[lang], { n: results.total.sheets })}
        {results.total.from === null ? '' : ` · ${fill(t.between[lang], { from: results.total.from.toFixed(1), to: (results.total.to ?? 0).toFixed(1) })}`}
        {` · ${fill(t.rate[lang], { asked: results.asked, answered: results.answered })}`}
      </p>
      {shown.length === 0 ? null : <StackTable head={t.dimension[lang]} columns={[t.score[lang], t.count[lang]]} rows={shown.map((each) => ({ key: each.key, href: null, name: each.name[lang], cells: [sayScore(each, lang), each.sheets] }))} />}
      {one.deeds.length === 0 ? null : (
        <>
          <h3>{t.deeds[lang]}</h3>
          <ul>
            {one.deeds.map((deed) => (
              <li key={deed.id}>{deed.said}</li>
            ))}
          </ul>
        </>
      )}
      {one.comments.length === 0 ? null : (
        <>
          <h3>{t.comments[lang]}</h3>
          <ul>
            {one.comments.map((comment) => (
              <li class="said" key={comment.id}>
                {comment.said}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** The line of the hospital's own page that leads here. */
export const satisfactionPiece = (lang: Lang, id: string, lines: readonly { readonly name: string; readonly total: Shown }[]) => (
  <>
    {lines.length === 0 ? (
      <p>{t.resultsNone[lang]}</p>
    ) : (
      <dl class="facts">
        {lines.map((line) => (
          <div key={line.name}>
            <dt>{line.name}</dt>
            <dd>{`${sayScore(line.total, lang)} · ${fill(t.sheets[lang], { n: line.total.sheets })}`}</dd>
          </div>
        ))}
      </dl>
    )}
    <p>
      <a href={`/bodies/${id}/satisfaction`}>{t.results[lang]}</a>
    </p>
  </>
)
