/** @jsxImportSource preact */
import { Field } from '../../../portal/fields.tsx'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang, Words } from '../../../portal/texts.ts'
import type { Signed } from '../rules/guide-review.ts'
import type { Who } from '../rules/triage.ts'
import { guideTexts as t } from './guide-texts.ts'

type Named = Words & { readonly key: string }
type Review = Signed | null

const NoDiagnosis = ({ lang, review }: { lang: Lang; review: Review }) => (
  <p class="notice quiet">
    {`${t.notDiagnosis[lang]} ${review === null ? t.unreviewed[lang] : t.reviewed[lang].replace('{by}', review.by).replace('{on}', review.on)}`}
  </p>
)
const Call = ({ lang }: { lang: Lang }) => (
  <p>
    <a class="button" href="tel:120">
      {t.call[lang]}
    </a>
  </p>
)

type GuideShown = { readonly who: Who; readonly danger: readonly Named[]; readonly symptoms: readonly Named[]; readonly text: string; readonly found: readonly Named[]; readonly review: Review }

/** What troubles most; above it what must not wait. */
export const guidePage = (frame: PageFrame, lang: Lang, shown: GuideShown): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <NoDiagnosis lang={lang} review={shown.review} />
      <section class="urgent">
        <h2>{t.dangerTitle[lang]}</h2>
        <ul>
          {shown.danger.map((each) => (
            <li key={each.key}>{each[lang]}</li>
          ))}
        </ul>
        <Call lang={lang} />
      </section>
      <p>{t.lead[lang]}</p>
      <p class="months">
        {(['adult', 'child'] as const).map((who) => (
          <a key={who} href={`/guide?who=${who}`} {...(who === shown.who ? { 'aria-current': 'page' as const } : {})}>
            {t[who][lang]}
          </a>
        ))}
      </p>
      <form method="get" action="/guide" role="search">
        <input type="hidden" name="who" value={shown.who} />
        <Field id="text" label={t.search[lang]}>
          <input id="text" name="text" type="search" maxLength={40} value={shown.text} />
        </Field>
        <p class="go">
          <button type="submit" class="quiet">
            {t.find[lang]}
          </button>
        </p>
      </form>
      {shown.text !== '' && shown.found.length === 0 ? <p role="alert">{t.nothing[lang]}</p> : null}
      <Complaints lang={lang} who={shown.who} list={shown.found} />
      <h2>{t.all[lang]}</h2>
      <Complaints lang={lang} who={shown.who} list={shown.symptoms} />
    </>,
  )

const Complaints = ({ lang, who, list }: { lang: Lang; who: Who; list: readonly Named[] }) =>
  list.length === 0 ? null : (
    <ul class="links">
      {list.map((each) => (
        <li key={each.key}>
          <a href={`/guide/${each.key}?who=${who}`}>{each[lang]}</a>
        </li>
      ))}
    </ul>
  )

/** The danger signs of one complaint, before any department is named. */
export const flagsPage = (frame: PageFrame, lang: Lang, shown: { who: Who; symptom: Named; flags: readonly Named[]; review: Review }): string =>
  page(
    frame,
    <>
      <p>
        <a href={`/guide?who=${shown.who}`}>{t.back[lang]}</a>
      </p>
      <h1>{shown.symptom[lang]}</h1>
      <NoDiagnosis lang={lang} review={shown.review} />
      <form method="get" action={`/guide/${shown.symptom.key}`}>
        <input type="hidden" name="who" value={shown.who} />
        <input type="hidden" name="answered" value="1" />
        <fieldset>
          <legend>{t.ask[lang]}</legend>
          <p>{t.askLead[lang]}</p>
          {shown.flags.map((each) => (
            <label class="pick" key={each.key}>
              <input type="checkbox" name={`flag-${each.key}`} value="1" /> {each[lang]}
            </label>
          ))}
        </fieldset>
        <p class="go">
          <button type="submit" class="wide">
            {t.go[lang]}
          </button>
        </p>
      </form>
    </>,
  )

/** Emergency first: no booking stands on this page. */
export const emergencyPage = (frame: PageFrame, lang: Lang, shown: { who: Who; kind: 'call' | 'go'; flags: readonly Named[]; review: Review }): string =>
  page(
    frame,
    <>
      <section class="urgent" role="alert">
        <h1>{(shown.kind === 'call' ? t.callNow : t.goNow)[lang]}</h1>
        <p>{(shown.kind === 'call' ? t.callLead : t.goLead)[lang]}</p>
        <Call lang={lang} />
      </section>
      <h2>{t.because[lang]}</h2>
      <ul>
        {shown.flags.map((each) => (
          <li key={each.key}>{each[lang]}</li>
        ))}
      </ul>
      <p>
        <a href="/bodies">{t.hospitals[lang]}</a>
      </p>
      <NoDiagnosis lang={lang} review={shown.review} />
      <p>
        <a href={`/guide?who=${shown.who}`}>{t.back[lang]}</a>
      </p>
    </>,
  )

/** The departments, the first one first, and the way to their times. */
export const advicePage = (frame: PageFrame, lang: Lang, shown: { who: Who; symptom: Named; departments: readonly Named[]; review: Review }): string =>
  page(
    frame,
    <>
      <p>
        <a href={`/guide?who=${shown.who}`}>{t.back[lang]}</a>
      </p>
      <h1>{shown.symptom[lang]}</h1>
      <section class="card stand">
        <p>{t.result[lang]}</p>
        <p class="state">{shown.departments[0]?.[lang]}</p>
        {shown.departments.length < 2 ? null : <p>{`${t.or[lang]}${lang === 'zh' ? '：' : ': '}${shown.departments.slice(1).map((each) => each[lang]).join(lang === 'zh' ? '、' : ', ')}`}</p>}
        <p>
          <a class="button" href={`/book?symptom=${shown.symptom.key}&who=${shown.who}`}>
            {t.book[lang]}
          </a>
        </p>
      </section>
      <p class="urgent">{t.worse[lang]}</p>
      <NoDiagnosis lang={lang} review={shown.review} />
    </>,
  )
