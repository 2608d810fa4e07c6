/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { day } from './home-page.tsx'
import { homeTexts as t } from './home-texts.ts'
import { page, type PageFrame } from './layout.tsx'
import type { Lang, Words } from './texts.ts'

export type BodyLine = { readonly id: string; readonly name: string; readonly kind: Words; readonly address: string | null; readonly phone: string | null }

/** Find a hospital: all of them, or those whose name holds two characters. */
export const bodiesPage = (frame: PageFrame, lang: Lang, list: { rows: readonly BodyLine[]; text: string; tooShort: boolean; next: string | null }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.bodies[lang]}</h1>
      <form method="get" action="/bodies" role="search">
        <label htmlFor="text">{t.search[lang]}</label>
        {list.tooShort ? <p class="wrong">{t.short[lang]}</p> : null}
        <input id="text" name="text" type="search" maxLength={60} value={list.text} />
        <p class="go">
          <button type="submit" class="quiet">
            {t.find[lang]}
          </button>
        </p>
      </form>
      {list.rows.length === 0 && !list.tooShort ? <p class="soft">{t.none[lang]}</p> : null}
      <ul class="cards">
        {list.rows.map((row) => (
          <li class="card" key={row.id}>
            <h2>
              <a href={`/bodies/${row.id}`}>{row.name}</a>
            </h2>
            <p class="soft">{[row.kind[lang], row.address].filter((part) => part !== null && part !== '').join(' · ')}</p>
            {row.phone === null || row.phone === '' ? null : (
              <p>
                <a href={`tel:${row.phone.replaceAll(/[^\d+]/g, '')}`}>{row.phone}</a>
              </p>
            )}
          </li>
        ))}
      </ul>
      {list.next === null ? null : (
        <p>
          <a class="button quiet" href={`/bodies?after=${encodeURIComponent(list.next)}${list.text === '' ? '' : `&text=${encodeURIComponent(list.text)}`}`}>
            {t.older[lang]}
          </a>
        </p>
      )}
    </>,
  )

type Totals = { readonly met: number; readonly due: number; readonly overdue: number; readonly unmet: number; readonly waived: number }
export type BodyShown = {
  readonly body: BodyLine
  readonly plans: readonly { readonly id: string; readonly title: string; readonly totals: Totals }[]
  readonly channels: { readonly on: string; readonly fields: readonly { readonly key: string; readonly label: Words; readonly said: string }[] } | null
  readonly complaints: ComponentChildren
  /** What patients say of it, as a piece of its page. */
  readonly satisfaction: ComponentChildren
  /** It made its drug use public. */
  readonly drugUse: boolean
  readonly figures: readonly { readonly key: string; readonly name: Words; readonly does: Words; readonly period: { readonly from: string; readonly to: string }; readonly said: Words | null; readonly target: Words | null }[]
}

export const sayStanding = (totals: Totals, lang: Lang): string => {
  const all = totals.met + totals.due + totals.overdue + totals.unmet
  if (all === 0) return t.standingNone[lang]
  return Object.entries({ ...totals, all }).reduce((said, [name, n]) => said.replace(`{${name}}`, String(n)), t.standing[lang] as string)
}

/** One hospital: what it promised, where to complain, how many complained, and the way to say something to it. */
export const bodyPage = (frame: PageFrame, lang: Lang, shown: BodyShown): string => {
  const { body } = shown
  return page(
    frame,
    <>
      <p>
        <a href="/bodies">{t.allBodies[lang]}</a>
      </p>
      <h1>{body.name}</h1>
      <p class="soft">{body.kind[lang]}</p>
      <dl class="facts">
        {body.phone === null || body.phone === '' ? null : (
          <>
            <dt>{t.ring[lang]}</dt>
            <dd>
              <a href={`tel:${body.phone.replaceAll(/[^\d+]/g, '')}`}>{body.phone}</a>
            </dd>
          </>
        )}
        {body.address === null || body.address === '' ? null : (
          <>
            <dt>{t.address[lang]}</dt>
            <dd>{body.address}</dd>
          </>
        )}
      </dl>
      <p>
        <a class="button" href={`/book?body=${body.id}`}>
          {t.book[lang]}
        </a>{' '}
        <a class="button quiet" href={`/say?body=${body.id}`}>
          {t.sayTo[lang]}
        </a>{' '}
        <a class="button quiet" href={`/windows/${body.id}`}>
          {t.windows[lang]}
        </a>
        {shown.drugUse ? (
          <>
            {' '}
            <a class="button quiet" href={`/drug-use/${body.id}`}>
              {t.drugUse[lang]}
            </a>
          </>
        ) : null}
      </p>
      <section class="card">
        <h2>{t.channels[lang]}</h2>
        {shown.channels === null ? (
          <p>{t.channelsNone[lang]}</p>
        ) : (
          <>
            <dl class="facts">
              {shown.channels.fields.map((field) => (
                <div key={field.key}>
                  <dt>{field.label[lang]}</dt>
                  <dd>{field.key.includes('phone') || field.key === 'hotline' ? <a href={`tel:${field.said.replaceAll(/[^\d+]/g, '')}`}>{field.said}</a> : field.said}</dd>
                </div>
              ))}
            </dl>
            <p class="soft">{t.channelsOn[lang].replace('{day}', day(shown.channels.on, lang))}</p>
          </>
        )}
      </section>
      <section class="card">
        <h2>{t.promised[lang]}</h2>
        {shown.plans.length === 0 ? <p>{t.promisedNone[lang]}</p> : null}
        {shown.plans.map((plan) => (
          <div key={plan.id}>
            <h3>
              <a href={`/plans/${plan.id}`}>{plan.title}</a>
            </h3>
            <p>{sayStanding(plan.totals, lang)}</p>
          </div>
        ))}
      </section>
      {shown.figures.length === 0 ? null : (
        <section class="card">
          <h2>{t.openFigures[lang]}</h2>
          {shown.figures.map((each) => (
            <div key={each.key}>
              <h3>{`${each.name[lang]}${lang === 'zh' ? '：' : ': '}${each.said === null ? t.figureFew[lang] : each.said[lang]}`}</h3>
              <p class="soft">{`${day(each.period.from, lang)} — ${day(each.period.to, lang)}${each.target === null ? '' : t.figureTarget[lang].replace('{target}', each.target[lang])}`}</p>
              <p class="soft">{each.does[lang]}</p>
            </div>
          ))}
          <p class="soft">{t.figuresNote[lang]}</p>
        </section>
      )}
      <section class="card">
        <h2>{t.satisfaction[lang]}</h2>
        {shown.satisfaction}
      </section>
      <section class="card">
        <h2>{t.complaints[lang]}</h2>
        {shown.complaints ?? <p>{t.complaintsNone[lang]}</p>}
        <p>
          <a href={`/answers?body=${body.id}`}>{t.answersHere[lang]}</a>
        </p>
      </section>
    </>,
  )
}
