/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { maskId } from '../../../kernel/identifiers.ts'
import { described, FaultList, Field } from '../../../portal/fields.tsx'
import { Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang, Words } from '../../../portal/texts.ts'
import { relations, type Relation, type VisitorFaults } from '../rules/visitors.ts'
import { bookTexts as t, relationOf } from './book-texts.ts'
import { sayVisit } from './clock.ts'

type PersonShown = { readonly id: string; readonly name: string; readonly idNumber: string; readonly relation: Relation }
/** What the steps are about: a time, a day to wait for, a draw. */
export type AboutShown = { readonly at: string; readonly back: string; readonly lines: readonly (readonly [Words, string])[]; readonly step: number; readonly of: number }

const About = ({ about, lang }: { about: AboutShown; lang: Lang }) => (
  <dl class="facts card">
    {about.lines.map(([label, said]) => (
      <div key={label.zh}>
        <dt>{label[lang]}</dt>
        <dd>{said}</dd>
      </div>
    ))}
  </dl>
)
const Step = ({ about, lang }: { about: AboutShown; lang: Lang }) => <p class="soft">{t.step[lang].replace('{n}', String(about.step)).replace('{of}', String(about.of))}</p>

export type WhoShown = { readonly about: AboutShown; readonly known: readonly PersonShown[]; readonly typed: Readonly<Record<string, string>>; readonly faults: VisitorFaults & { readonly who?: Words }; readonly sentence: string | null }

/** Third step: for whom; somebody added once is only chosen the next time. */
export function whoPage(frame: PageFrame, lang: Lang, shown: WhoShown): string {
  const { typed, faults, about } = shown
  const said = (words: Words | undefined) => words?.[lang]
  const list = (['who', 'name', 'idNumber', 'phone', 'relation', 'consent'] as const).flatMap((field) => (faults[field] === undefined ? [] : [{ id: field, text: faults[field][lang] }]))
  const chosen = typed['who'] ?? shown.known[0]?.id ?? 'new'
  return page(
    frame,
    <>
      <p>
        <a href={about.back}>{t.otherTime[lang]}</a>
      </p>
      <h1>{t.who[lang]}</h1>
      <Step about={about} lang={lang} />
      <About about={about} lang={lang} />
      <Notice sentence={shown.sentence} />
      <FaultList lead={t.faults[lang]} faults={list} />
      <form method="post" action={about.at} noValidate>
        {shown.known.length === 0 ? (
          <p>
            {t.whoFirst[lang]}
            <input type="hidden" name="who" value="new" />
          </p>
        ) : (
          <fieldset id="who">
            <legend>{t.whoKnown[lang]}</legend>
            {shown.known.map((each) => (
              <label class="pick" key={each.id}>
                <input type="radio" name="who" value={each.id} checked={each.id === chosen} />{' '}
                <span>
                  {`${each.name}（${relationOf(each.relation)[lang]}）`}
                  <span class="soft">{` ${maskId(each.idNumber)}`}</span>
                </span>
              </label>
            ))}
            <label class="pick">
              <input type="radio" name="who" value="new" checked={chosen === 'new'} /> {t.whoNew[lang]}
            </label>
          </fieldset>
        )}
        <fieldset>
          <legend>{t.whoNew[lang]}</legend>
          <p class="soft">{t.realName[lang]}</p>
          <Field id="name" label={t.name[lang]} fault={said(faults.name)}>
            <input id="name" name="name" autoComplete="name" maxLength={60} value={typed['name'] ?? ''} {...described('name', { fault: said(faults.name) })} />
          </Field>
          <Field id="idNumber" label={t.idNumber[lang]} fault={said(faults.idNumber)}>
            <input id="idNumber" name="idNumber" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={24} value={typed['idNumber'] ?? ''} {...described('idNumber', { fault: said(faults.idNumber) })} />
          </Field>
          <Field id="phone" label={t.phone[lang]} hint={t.phoneHint[lang]} fault={said(faults.phone)}>
            <input id="phone" name="phone" type="tel" inputMode="numeric" autoComplete="tel" maxLength={20} value={typed['phone'] ?? ''} {...described('phone', { hint: t.phoneHint[lang], fault: said(faults.phone) })} />
          </Field>
          <Field id="relation" label={t.relation[lang]} fault={said(faults.relation)}>
            <select id="relation" name="relation" {...described('relation', { fault: said(faults.relation) })}>
              <option value="">{t.choose[lang]}</option>
              {relations.map((each) => (
                <option key={each} value={each} selected={each === typed['relation']}>
                  {relationOf(each)[lang]}
                </option>
              ))}
            </select>
          </Field>
          <div class={faults.consent === undefined ? '' : 'faulty'}>
            {faults.consent === undefined ? null : (
              <p class="wrong" id="consent-wrong">
                {faults.consent[lang]}
              </p>
            )}
            <label class="pick">
              <input id="consent" type="checkbox" name="consent" value="1" checked={typed['consent'] === '1'} {...described('consent', { fault: said(faults.consent) })} /> {t.consent[lang]}
            </label>
          </div>
          <p class="soft">{t.otherCard[lang]}</p>
        </fieldset>
        <p class="go">
          <button type="submit" class="wide">
            {t.next[lang]}
          </button>
        </p>
      </form>
    </>,
  )
}

export type NearShown = { readonly href: string; readonly startsAt: string; readonly endsAt: string; readonly clinicName: string; readonly free: number }
type ConfirmShown = {
  readonly about: AboutShown
  readonly person: PersonShown
  readonly phone: string
  readonly key: string
  readonly button: Words
  readonly notes: readonly string[]
  /** What is asked besides: the wishes of a draw. */
  readonly asks: ComponentChildren
  readonly sentence: string | null
  /** Nothing can be confirmed here any more. */
  readonly isOver: boolean
  readonly nearest: readonly NearShown[]
}

/** Fourth step: everything once more, and one button. */
export const confirmPage = (frame: PageFrame, lang: Lang, shown: ConfirmShown): string =>
  page(
    frame,
    <>
      <p>
        <a href={shown.about.at}>{t.otherPerson[lang]}</a>
        {' · '}
        <a href={shown.about.back}>{t.otherTime[lang]}</a>
      </p>
      <h1>{t.confirmTitle[lang]}</h1>
      <Step about={shown.about} lang={lang} />
      <Notice sentence={shown.sentence} />
      {shown.nearest.length === 0 ? null : (
        <section class="card">
          <h2>{t.nearest[lang]}</h2>
          <ul class="links">
            {shown.nearest.map((each) => (
              <li key={each.href}>
                <a href={each.href}>
                  {sayVisit(each.startsAt, each.endsAt, lang)}
                  <span class="soft">{` ${each.clinicName} · ${t.left[lang].replace('{n}', String(each.free))}`}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <About about={{ ...shown.about, lines: [...shown.about.lines, [t.person, `${shown.person.name}（${relationOf(shown.person.relation)[lang]}）${lang === 'zh' ? '' : ' '}${maskId(shown.person.idNumber)}`], [t.phone, shown.phone]] }} lang={lang} />
      {shown.isOver ? null : (
        <form method="post" action={`${shown.about.at}/confirm`} data-once={t.sending[lang]}>
          <input type="hidden" name="key" value={shown.key} />
          <input type="hidden" name="who" value={shown.person.id} />
          {shown.asks}
          {shown.notes.map((each) => (
            <p key={each}>{each}</p>
          ))}
          <p class="go">
            <button type="submit" class="wide">
              {shown.button[lang]}
            </button>
          </p>
        </form>
      )}
    </>,
  )
