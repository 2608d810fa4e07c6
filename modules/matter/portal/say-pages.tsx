/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { MatterKind, Words } from '../rules/definition.ts'
import { mostName, mostPlace, mostText, type FilingFaults, type TypedFiling } from '../rules/filing-form.ts'
import { described, FaultList, Field } from '../../../portal/fields.tsx'
import { FilesField } from './files-field.tsx'
import { kindPlain, sayTexts as t } from './say-texts.ts'

export type ShownKind = Pick<MatterKind, 'key' | 'name' | 'about' | 'anonymous' | 'confidentiality' | 'categories'>
/** What the poster that was scanned, or the page before, has settled already. */
export type Given = { readonly bodyId: string; readonly bodyName: string; readonly spot: string; readonly place: string; readonly departmentId: string }

const plain = (kind: ShownKind) => kindPlain[kind.key] ?? kind.about
const query = (given: Record<string, string>): string => {
  const search = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== '')).toString()
  return search === '' ? '' : `?${search}`
}

/** First: what it is. Each kind says in one sentence what it is for and whether a name is needed. */
export const choosePage = (frame: PageFrame, lang: Lang, kinds: readonly ShownKind[], given: Given | null, notice: string | null): string =>
  page(
    frame,
    <>
      <h1>{t.choose[lang]}</h1>
      {notice === null ? null : <p class="notice">{notice}</p>}
      {given === null ? null : <p class="here">{`${t.at[lang]}${lang === 'zh' ? '：' : ': '}${[given.bodyName, given.place].filter((each) => each !== '').join(' · ')}`}</p>}
      <p>{t.chooseLead[lang]}</p>
      <ul class="choices">
        {kinds.map((kind) => (
          <li key={kind.key}>
            <a href={`/say${query({ kind: kind.key, ...(given === null ? {} : given.spot === '' ? { body: given.bodyId } : { at: given.spot }) })}`}>
              <b>{kind.name[lang]}</b>
              <span>{plain(kind)[lang]}</span>
              {kind.anonymous ? <span class="soft">{t.anonymousToo[lang]}</span> : null}
            </a>
          </li>
        ))}
      </ul>
      <p class="urgent">{t.urgent[lang]}</p>
    </>,
  )

export type SayForm = {
  readonly kinds: readonly ShownKind[]
  readonly typed: TypedFiling
  readonly token: string
  readonly given: Given | null
  /** Few: a list to choose from. Many: a name is typed, and what it may mean is offered. */
  readonly bodies: readonly { readonly id: string; readonly name: string }[]
  readonly isTyped: boolean
  readonly candidates: readonly { readonly id: string; readonly name: string }[]
  readonly faults: FilingFaults
  /** A sentence for the whole: a limit, a fault of ours. */
  readonly sentence: string | null
  /** Files were chosen before and are gone. */
  readonly filesGone: boolean
  readonly today: string
}

/** Second: the form itself, one page, the same with and without scripts. */
export function sayPage(frame: PageFrame, lang: Lang, form: SayForm): string {
  const { typed, faults } = form
  const kind = form.kinds.find((each) => each.key === typed['kind']) ?? form.kinds[0]
  const said = (words: Words | undefined) => words?.[lang]
  const at = (field: string) => typed[field] ?? ''
  const list = (['kind', 'body', 'text', 'on', 'place', 'files', 'phone', 'name'] as const).flatMap((field) => (faults[field] === undefined ? [] : [{ id: field, text: faults[field][lang] }]))
  const contact = kind?.anonymous === false ? t.whoNeeded[lang] : t.whoCosts[lang]
  return page(
    { ...frame, script: true },
    <>
      <p>
        <a href={`/say${form.given === null ? '' : query(form.given.spot === '' ? { body: form.given.bodyId } : { at: form.given.spot })}`}>{t.back[lang]}</a>
      </p>
      <h1>{kind?.name[lang] ?? t.title[lang]}</h1>
      {kind === undefined ? null : <p>{plain(kind)[lang]}</p>}
      {form.sentence === null ? null : (
        <p class="notice" role="alert">
          {form.sentence}
        </p>
      )}
      <FaultList lead={t.faults[lang]} faults={list} />
      {form.filesGone ? <p class="notice">{t.filesAgain[lang]}</p> : null}
      <form method="post" action="/say" encType="multipart/form-data" noValidate data-keeps="1" data-once={t.sending[lang]}>
        <input type="hidden" name="token" value={form.token} />
        <div class="notice quiet" data-draft-box hidden>
          <p>{t.draftFound[lang]}</p>
          <button type="button" class="quiet">
            {t.draftForget[lang]}
          </button>
        </div>
        <Field id="kind" label={t.kind[lang]} fault={said(faults.kind)}>
          <select id="kind" name="kind" data-draft="given" {...described('kind', { fault: said(faults.kind) })}>
            {form.kinds.map((each) => (
              <option key={each.key} value={each.key} selected={each.key === kind?.key}>
                {each.name[lang]}
              </option>
            ))}
          </select>
        </Field>
        <WhichBody lang={lang} form={form} />
        <Field id="text" label={t.text[lang]} hint={t.textHint[lang]} fault={said(faults.text)}>
          <textarea id="text" name="text" rows={7} required maxLength={mostText} data-draft="1" data-count="text-count" {...described('text', { hint: t.textHint[lang], fault: said(faults.text) })} value={at('text')} />
          <p class="soft hint" id="text-count" data-says={t.count[lang]} />
        </Field>
        <Field id="on" label={t.on[lang]} fault={said(faults.on)}>
          <input id="on" name="on" type="date" max={form.today} data-draft="1" value={at('on')} {...described('on', { fault: said(faults.on) })} />
        </Field>
        <Field id="place" label={t.place[lang]} hint={t.placeHint[lang]} fault={said(faults.place)}>
          <input id="place" name="place" maxLength={mostPlace} data-draft={form.given === null || form.given.place === '' ? '1' : 'given'} value={at('place')} {...described('place', { hint: t.placeHint[lang], fault: said(faults.place) })} />
        </Field>
        {kind === undefined || kind.categories.length === 0 ? null : (
          <Field id="category" label={t.category[lang]}>
            <select id="category" name="category" data-draft="1">
              <option value="">{t.categoryNone[lang]}</option>
              {kind.categories.map((each) => (
                <option key={each.key} value={each.key} selected={each.key === at('category')}>
                  {each[lang]}
                </option>
              ))}
            </select>
          </Field>
        )}
        <label class="pick">
          <input type="checkbox" name="harm" value="1" checked={at('harm') === '1'} /> {t.harm[lang]}
        </label>
        {kind?.confidentiality !== 'secret' ? null : (
          <label class="pick">
            <input type="checkbox" name="leaders" value="1" checked={at('leaders') === '1'} /> {t.leaders[lang]}
          </label>
        )}
        <FilesField lang={lang} fault={said(faults.files)} />
        <fieldset>
          <legend>{t.who[lang]}</legend>
          <p>{contact}</p>
          <p class="soft">{kind?.confidentiality === 'secret' ? t.whoSecret[lang] : t.whoKept[lang]}</p>
          <Field id="phone" label={kind?.anonymous === false ? t.phone[lang] : t.phoneOptional[lang]} hint={t.phoneHint[lang]} fault={said(faults.phone)}>
            <input id="phone" name="phone" type="tel" inputMode="tel" autoComplete="tel" maxLength={20} value={at('phone')} {...described('phone', { hint: t.phoneHint[lang], fault: said(faults.phone) })} />
          </Field>
          <Field id="name" label={t.name[lang]} fault={said(faults.name)}>
            <input id="name" name="name" autoComplete="name" maxLength={mostName} value={at('name')} {...described('name', { fault: said(faults.name) })} />
          </Field>
        </fieldset>
        <p class="aside" aria-hidden="true">
          <label htmlFor="site">{t.trap[lang]}</label>
          <input id="site" name="site" tabIndex={-1} autoComplete="off" value={at('site')} />
        </p>
        <p class="soft">{t.consent[lang]}</p>
        <p class="go">
          <button type="submit" class="wide">
            {t.send[lang]}
          </button>
        </p>
      </form>
    </>,
  )
}

function WhichBody({ lang, form }: { lang: Lang; form: SayForm }) {
  const { given, faults } = form
  if (given !== null) {
    return (
      <p class="here">
        <input type="hidden" name="body" value={given.bodyId} />
        <input type="hidden" name="settled" value="1" />
        <input type="hidden" name="spot" value={given.spot} />
        {`${t.where[lang]}${lang === 'zh' ? '：' : ': '}${given.bodyName}`} <a href={`/say${query({ kind: form.typed['kind'] ?? '' })}`}>{t.otherPlace[lang]}</a>
      </p>
    )
  }
  const fault = faults.body?.[lang]
  if (form.candidates.length > 0) {
    return (
      <fieldset id="body" class={fault === undefined ? '' : 'faulty'}>
        <legend>{t.whereMany[lang]}</legend>
        {form.candidates.map((each) => (
          <label class="pick" key={each.id}>
            <input type="radio" name="body" value={each.id} checked={each.id === form.typed['body']} /> {each.name}
          </label>
        ))}
        <Field id="hospital" label={t.whereFind[lang]}>
          <input id="hospital" name="hospital" data-draft="1" maxLength={60} value={form.typed['hospital'] ?? ''} />
        </Field>
      </fieldset>
    )
  }
  if (form.isTyped) {
    return (
      <Field id="body" label={`${t.where[lang]}${lang === 'zh' ? '：' : ': '}${t.whereFind[lang]}`} hint={t.whereHint[lang]} fault={fault}>
        <input id="body" name="hospital" data-draft="1" maxLength={60} value={form.typed['hospital'] ?? ''} {...described('body', { hint: t.whereHint[lang], fault })} />
      </Field>
    )
  }
  return (
    <Field id="body" label={t.where[lang]} hint={t.whereHint[lang]} fault={fault}>
      <select id="body" name="body" data-draft="1" {...described('body', { hint: t.whereHint[lang], fault })}>
        <option value="">{t.whereNone[lang]}</option>
        {form.bodies.map((each) => (
          <option key={each.id} value={each.id} selected={each.id === form.typed['body']}>
            {each.name}
          </option>
        ))}
      </select>
    </Field>
  )
}
