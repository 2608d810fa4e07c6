/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { Words } from '../rules/definition.ts'
import { sayDay } from '../../../portal/days.ts'
import { openTexts as t } from './open-texts.ts'

export type ShownAnswer = { readonly institutionId: string; readonly institutionName: string; readonly matterId: string; readonly kindName: Words; readonly title: string; readonly question: string; readonly answer: string; readonly verdict: Words | null; readonly answeredOn: string }

const address = (ask: Readonly<Record<string, string | null>>): string => {
  const search = new URLSearchParams(Object.entries(ask).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]))).toString()
  return `/answers${search === '' ? '' : `?${search}`}`
}

/** What hospitals answered and made public, newest first, or what holds the words that are searched. */
export const answersPage = (frame: PageFrame, lang: Lang, list: { rows: readonly ShownAnswer[]; text: string; body: { id: string; name: string } | null; next: string | null; later: boolean; tooShort: boolean }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.answers[lang]}</h1>
      {list.body === null ? null : <p class="here">{list.body.name}</p>}
      <p>{t.answersLead[lang]}</p>
      <form method="get" action="/answers" role="search">
        {list.body === null ? null : <input type="hidden" name="body" value={list.body.id} />}
        <label htmlFor="text">{t.search[lang]}</label>
        {list.tooShort ? <p class="wrong">{t.shortSearch[lang]}</p> : null}
        <input id="text" name="text" type="search" maxLength={60} value={list.text} />
        <p class="go">
          <button type="submit" class="quiet">
            {t.find[lang]}
          </button>
        </p>
      </form>
      {list.rows.length > 0 || list.tooShort ? null : <p class="soft">{list.text === '' ? t.noneYet[lang] : t.none[lang]}</p>}
      <ul class="cards">
        {list.rows.map((row) => (
          <li class="card" key={row.matterId}>
            <h2>
              <a href={`/answers/${row.institutionId}/${row.matterId}`}>{row.title}</a>
            </h2>
            <p class="soft">{`${row.kindName[lang]} · ${row.institutionName} · ${sayDay(row.answeredOn, lang)}`}</p>
            <p>{shorten(row.answer)}</p>
          </li>
        ))}
      </ul>
      <p>
        {list.later ? (
          <a class="button quiet" href={address({ text: list.text, body: list.body?.id ?? null })}>
            {t.newest[lang]}
          </a>
        ) : null}{' '}
        {list.next === null ? null : (
          <a class="button" href={address({ text: list.text, body: list.body?.id ?? null, after: list.next })}>
            {t.older[lang]}
          </a>
        )}
      </p>
    </>,
  )

const shorten = (text: string): string => {
  const characters = Array.from(text)
  return characters.length <= 80 ? text : `${characters.slice(0, 80).join('')}……`
}

export const answerPage = (frame: PageFrame, lang: Lang, row: ShownAnswer): string =>
  page(
    frame,
    <>
      <p>
        <a href="/answers">{t.back[lang]}</a>
      </p>
      <h1 class="said">{row.title}</h1>
      <p class="soft">{`${row.kindName[lang]} · ${row.institutionName}`}</p>
      <h2>{t.question[lang]}</h2>
      <p class="said">{row.question}</p>
      <section class="card">
        <h2>{t.answer[lang]}</h2>
        <p class="said">{row.answer}</p>
        {row.verdict === null ? null : <p>{`${t.verdict[lang]}${lang === 'zh' ? '：' : ': '}${row.verdict[lang]}`}</p>}
        <p class="soft">{`${row.institutionName} · ${sayDay(row.answeredOn, lang)}`}</p>
      </section>
    </>,
  )
