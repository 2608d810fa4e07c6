/** @jsxImportSource preact */
import { FaultList, Field } from '../../../portal/fields.tsx'
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { itemsOfPage, pagesOf, type FormContent, type Item } from '../rules/form.ts'
import { mostComment } from '../rules/sealed.ts'
import { BackToKiosk, KioskField, type Kiosk } from './kiosk.tsx'
import { surveyTexts as t } from './survey-texts.ts'

const fill = (said: string, given: Readonly<Record<string, string | number>>): string => Object.entries(given).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), said)

/** The way in without a link: a code typed at home or at a kiosk. */
export const codePage = (frame: PageFrame, lang: Lang, given: { readonly code: string; readonly sentence: string | null; /** A code of the demonstration. */ readonly toTry?: string | null }): string =>
  page(
    frame,
    <>
      <h1>{t.codeTitle[lang]}</h1>
      <Notice sentence={given.sentence} />
      <p>{t.codeLead[lang]}</p>
      {given.toTry === undefined || given.toTry === null ? null : (
        <p class="notice quiet">
          {t.toTry[lang]} <a href={`/survey/${given.toTry}`}>{given.toTry}</a>
        </p>
      )}
      <form method="post" action="/survey">
        <Field id="code" label={t.code[lang]} hint={t.codeHint[lang]}>
          <input id="code" name="code" class="code" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={40} required aria-describedby="code-hint" value={given.code} />
        </Field>
        <p class="go">
          <button type="submit">{t.start[lang]}</button>
        </p>
      </form>
    </>,
  )

export type SheetShown = {
  readonly hospital: string
  readonly department: string
  readonly content: FormContent
  readonly code: string
  /** What the code opened, sealed: the next page is made from it without looking the code up again. */
  readonly carried: string
  readonly page: number
  readonly typed: Readonly<Record<string, string>>
  readonly missing: readonly string[]
  readonly smallest: number
  readonly sentence: string | null
  readonly kiosk: Kiosk
}

const fieldOf = (item: Item) => `q-${item.key}`

/** One page of a few questions; what was chosen on the others travels along in the form and is kept nowhere else. */
export function sheetPage(frame: PageFrame, lang: Lang, shown: SheetShown): string {
  const { content } = shown
  const pages = pagesOf(content)
  const here = itemsOfPage(content, shown.page)
  const isLast = shown.page === pages - 1
  const faults = here.filter((item) => shown.missing.includes(item.key)).map((item) => ({ id: `${fieldOf(item)}-0`, text: item.text[lang] }))
  const elsewhere = content.items.filter((item) => !here.includes(item) && shown.typed[fieldOf(item)] !== undefined)
  return page(
    frame,
    <>
      <h1>{content.name[lang]}</h1>
      <p class="soft">{[shown.hospital, shown.department].filter((part) => part !== '').join(' · ')}</p>
      {shown.sentence !== null && faults.length === 0 ? <Notice sentence={shown.sentence} /> : null}
      <FaultList lead={t.missing[lang]} faults={faults} />
      {shown.page === 0 ? (
        <>
          <p>{content.lead[lang]}</p>
          <p class="notice quiet">{fill(t.nameless[lang], { n: shown.smallest })}</p>
        </>
      ) : null}
      <p class="soft">{fill(t.pageOf[lang], { page: shown.page + 1, pages })}</p>
      <form method="post" action={`/survey/${shown.code}`}>
        <input type="hidden" name="page" value={shown.page} />
        <input type="hidden" name="carried" value={shown.carried} />
        <KioskField kiosk={shown.kiosk} />
        {elsewhere.map((item) => (
          <input type="hidden" name={fieldOf(item)} key={item.key} value={shown.typed[fieldOf(item)]} />
        ))}
        {here.map((item) => (
          <Question key={item.key} item={item} content={content} lang={lang} chosen={shown.typed[fieldOf(item)]} faulty={shown.missing.includes(item.key)} />
        ))}
        {content.comment && isLast ? (
          <Field id="comment" label={t.comment[lang]} hint={t.commentHint[lang]}>
            <textarea id="comment" name="comment" maxLength={mostComment} aria-describedby="comment-hint" value={shown.typed['comment'] ?? ''} />
          </Field>
        ) : (
          <input type="hidden" name="comment" value={shown.typed['comment'] ?? ''} />
        )}
        <p class="go">
          <button type="submit" class={shown.kiosk === null ? undefined : 'wide'} name="do" value={isLast ? 'send' : 'next'}>
            {isLast ? t.send[lang] : t.next[lang]}
          </button>{' '}
          {shown.page === 0 ? null : (
            <button type="submit" class="quiet" name="do" value="back" formNoValidate>
              {t.back[lang]}
            </button>
          )}
        </p>
      </form>
      <BackToKiosk kiosk={shown.kiosk} lang={lang} open />
    </>,
  )
}

function Question({ item, content, lang, chosen, faulty }: { item: Item; content: FormContent; lang: Lang; chosen: string | undefined; faulty: boolean }) {
  const name = fieldOf(item)
  // The best stands first, as people expect it; the value says which it is.
  const choices = (content.scales[item.scale] ?? []).map((choice, at) => ({ value: String(at), says: choice[lang] })).toReversed()
  const all = item.notApplicable ? [...choices, { value: 'na', says: t.notApplicable[lang] }] : choices
  return (
    <fieldset class={faulty ? 'faulty' : ''}>
      <legend>{item.text[lang]}</legend>
      {faulty ? (
        <p class="wrong" id={`${name}-wrong`}>
          {t.chooseOne[lang]}
        </p>
      ) : null}
      {all.map((choice, at) => (
        <label class="pick" key={choice.value}>
          <input type="radio" id={`${name}-${at}`} name={name} value={choice.value} checked={chosen === choice.value} {...(faulty ? { 'aria-describedby': `${name}-wrong` } : {})} />
          {choice.says}
        </label>
      ))}
    </fieldset>
  )
}

export type ThanksShown = { readonly deeds: readonly { readonly id: string; readonly said: string }[]; /** Null: nobody is asked whether to call back. */ readonly ticket: string | null; readonly body: string; readonly kiosk: Kiosk }
export type CallTyped = { readonly kiosk: Kiosk; readonly ticket: string; readonly name: string; readonly phone: string; readonly text: string }

/** Received; what earlier answers changed; and, where the rating was very low, whether somebody may call. */
export const thanksPage = (frame: PageFrame, lang: Lang, shown: ThanksShown): string =>
  page(
    frame,
    <>
      <h1>{t.thanks[lang]}</h1>
      <Done sentence={t.thanksLead[lang]} />
      {shown.ticket === null ? null : <CallForm lang={lang} typed={{ kiosk: shown.kiosk, ticket: shown.ticket, name: '', phone: '', text: '' }} sentence={null} />}
      <section class="card">
        <h2>{t.deeds[lang]}</h2>
        {shown.deeds.length === 0 ? <p>{t.deedsNone[lang]}</p> : null}
        <ul>
          {shown.deeds.map((deed) => (
            <li key={deed.id}>{deed.said}</li>
          ))}
        </ul>
      </section>
      {shown.kiosk === null ? (
        <ul class="links">
          <li>
            <a href={`/bodies/${shown.body}/satisfaction`}>{t.results[lang]}</a>
          </li>
          <li>
            <a href="/">{t.home[lang]}</a>
          </li>
        </ul>
      ) : null}
      <BackToKiosk kiosk={shown.kiosk} lang={lang} />
    </>,
  )

const CallForm = ({ lang, typed, sentence }: { lang: Lang; typed: CallTyped; sentence: string | null }) => (
  <section class="card">
    <h2>{t.lowTitle[lang]}</h2>
    <p>{t.lowLead[lang]}</p>
    <Notice sentence={sentence} />
    <form method="post" action="/survey/call-back">
      <input type="hidden" name="ticket" value={typed.ticket} />
      <KioskField kiosk={typed.kiosk} />
      <Field id="phone" label={t.phone[lang]}>
        <input id="phone" name="phone" type="tel" autoComplete="off" maxLength={30} required value={typed.phone} />
      </Field>
      <Field id="name" label={t.name[lang]}>
        <input id="name" name="name" autoComplete="off" maxLength={60} value={typed.name} />
      </Field>
      <Field id="text" label={t.what[lang]}>
        <textarea id="text" name="text" maxLength={500} value={typed.text} />
      </Field>
      <p class="go">
        <button type="submit">{t.callMe[lang]}</button>
      </p>
    </form>
  </section>
)

export const callPage = (frame: PageFrame, lang: Lang, typed: CallTyped, sentence: string): string =>
  page(
    frame,
    <>
      <h1>{t.lowTitle[lang]}</h1>
      <CallForm lang={lang} typed={typed} sentence={sentence} />
      <BackToKiosk kiosk={typed.kiosk} lang={lang} />
    </>,
  )

export const calledPage = (frame: PageFrame, lang: Lang, code: string | null, kiosk: Kiosk): string =>
  page(
    frame,
    <>
      <h1>{t.called[lang]}</h1>
      <p>{t.calledLead[lang]}</p>
      <p class="code big">{code ?? ''}</p>
      {kiosk === null ? (
        <p>
          <a class="button" href="/follow">
            {t.follow[lang]}
          </a>
        </p>
      ) : null}
      <BackToKiosk kiosk={kiosk} lang={lang} />
    </>,
  )

/** The way from the page of a line to the sheet of the visit that has just ended. */
export const rateForm = (lang: Lang, visit: { readonly institutionId: string; readonly ticketId: string }) => (
  <form method="post" action="/survey/visit">
    <input type="hidden" name="institutionId" value={visit.institutionId} />
    <input type="hidden" name="visit" value={visit.ticketId} />
    <p>{t.rateLead[lang]}</p>
    <p class="go">
      <button type="submit">{t.rateGo[lang]}</button>
    </p>
  </form>
)
