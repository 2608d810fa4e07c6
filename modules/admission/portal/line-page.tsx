/** @jsxImportSource preact */
import { sayDay, sayMoment } from '../../../portal/days.ts'
import { Field } from '../../../portal/fields.tsx'
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { SlipKind, SlipState, Urgency } from '../rules/slip.ts'
import { lineTexts as t } from './line-texts.ts'

export type LineShown = {
  readonly hospital: string
  readonly phone: string
  readonly department: string
  readonly kind: SlipKind
  readonly urgency: Urgency
  readonly state: SlipState
  /** From 1; null where it does not wait. */
  readonly place: number | null
  readonly testsStand: boolean
  readonly ward: string | null
  readonly comeOn: string | null
  readonly answerBy: string | null
  readonly madeAt: string
  /** Goes with the answer, so that nothing has to be typed twice. */
  readonly code: string
  readonly tail: string
  readonly done: 'confirm' | 'decline' | null
}

/** The way in: code and last four digits. */
export const askLinePage = (frame: PageFrame, lang: Lang, given: { code: string; tail: string; sentence: string | null }): string =>
  page(
    { ...frame, script: true },
    <>
      <h1>{t.title[lang]}</h1>
      <Notice sentence={given.sentence} />
      <p>{t.lead[lang]}</p>
      <form method="post" action="/admission/line" noValidate>
        <Field id="code" label={t.code[lang]} hint={t.codeHint[lang]}>
          <input id="code" name="code" class="code" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={40} required data-from-hash="1" aria-describedby="code-hint" value={given.code} />
        </Field>
        <Field id="tail" label={t.tail[lang]} hint={t.tailHint[lang]}>
          <input id="tail" name="tail" inputMode="numeric" autoComplete="off" maxLength={8} aria-describedby="tail-hint" value={given.tail} />
        </Field>
        <p class="go">
          <button type="submit">{t.look[lang]}</button>
        </p>
      </form>
      <HowItWorks lang={lang} />
    </>,
  )

const HowItWorks = ({ lang }: { lang: Lang }) => (
  <section class="card">
    <h2>{t.rule[lang]}</h2>
    <p>{t.ruleText[lang]}</p>
  </section>
)

/** Rule AD-1 as the patient reads it: the place, the rule, and the answer to an offer. */
export function linePage(frame: PageFrame, lang: Lang, shown: LineShown, sentence: string | null): string {
  const { place } = shown
  return page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <Done sentence={shown.done === null ? null : (shown.done === 'confirm' ? t.confirmed : t.declined)[lang]} />
      <Notice sentence={sentence} />
      <section class="card stand">
        <p class="state">{t[`s_${shown.state}`][lang]}</p>
        {place === null ? null : <p class="big">{place === 1 ? t.first[lang] : t.place[lang].replace('{n}', String(place)).replace('{ahead}', String(place - 1))}</p>}
        {shown.testsStand && shown.state === 'waiting' ? <p>{t.tests[lang]}</p> : null}
        {shown.comeOn === null ? null : (
          <dl class="facts">
            <dt>{t.comeOn[lang]}</dt>
            <dd>{sayDay(shown.comeOn, lang)}</dd>
            <dt>{t.ward[lang]}</dt>
            <dd>{shown.ward ?? ''}</dd>
            {shown.state === 'offered' && shown.answerBy !== null ? (
              <>
                <dt>{t.answerBy[lang]}</dt>
                <dd>{sayMoment(shown.answerBy, lang)}</dd>
              </>
            ) : null}
          </dl>
        )}
        {shown.state === 'offered' || shown.state === 'confirmed' ? <Answer lang={lang} shown={shown} /> : null}
      </section>
      <HowItWorks lang={lang} />
      <dl class="facts">
        <dt>{t.hospital[lang]}</dt>
        <dd>{shown.hospital}</dd>
        <dt>{t.department[lang]}</dt>
        <dd>{shown.department}</dd>
        <dt>{t.kind[lang]}</dt>
        <dd>{t[`k_${shown.kind}`][lang]}</dd>
        <dt>{t.urgency[lang]}</dt>
        <dd>{t[`u${shown.urgency}`][lang]}</dd>
        <dt>{t.made[lang]}</dt>
        <dd>{sayMoment(shown.madeAt, lang)}</dd>
        {shown.phone === '' ? null : (
          <>
            <dt>{t.phone[lang]}</dt>
            <dd>
              <a href={`tel:${shown.phone}`}>{shown.phone}</a>
            </dd>
          </>
        )}
      </dl>
      <p>
        <a href="/admission/line">{t.again[lang]}</a>
      </p>
    </>,
  )
}

const Answer = ({ lang, shown }: { lang: Lang; shown: LineShown }) => (
  <form method="post" action="/admission/line/answer">
    <input type="hidden" name="code" value={shown.code} />
    <input type="hidden" name="tail" value={shown.tail} />
    <p class="soft">{t.declineHint[lang]}</p>
    <p class="go">
      {shown.state === 'offered' ? (
        <button type="submit" name="answer" value="confirm">
          {t.confirm[lang]}
        </button>
      ) : null}{' '}
      <button type="submit" class="quiet" name="answer" value="decline">
        {t.decline[lang]}
      </button>
    </p>
  </form>
)
