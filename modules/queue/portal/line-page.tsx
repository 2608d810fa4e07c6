/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { Field } from '../../../portal/fields.tsx'
import { Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { lineTexts as t } from './texts.ts'

type Option = { readonly id: string; readonly name: string }

/** Where a code is entered: check in, or see the line. */
export const askPage = (frame: PageFrame, lang: Lang, shown: { bodies: readonly Option[]; chosen: string; code: string; sentence: string | null }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.title[lang]}</h1>
      <Notice sentence={shown.sentence} />
      {shown.bodies.length === 0 ? (
        <p class="soft">{t.none[lang]}</p>
      ) : (
        <>
          <p>{t.lead[lang]}</p>
          <form method="post" action="/line">
            <Field id="body" label={t.hospital[lang]}>
              <select id="body" name="body" required>
                <option value="">{t.choose[lang]}</option>
                {shown.bodies.map((body) => (
                  <option key={body.id} value={body.id} selected={body.id === shown.chosen || shown.bodies.length === 1}>
                    {body.name}
                  </option>
                ))}
              </select>
            </Field>
            <Field id="code" label={t.code[lang]} hint={t.codeHint[lang]}>
              <input id="code" name="code" class="code" required maxLength={40} autoComplete="off" value={shown.code} />
            </Field>
            <p class="go">
              <button type="submit">{t.go[lang]}</button>
            </p>
          </form>
        </>
      )}
      <p>
        <a href="/windows">{t.windows[lang]}</a>
      </p>
    </>,
  )

export type Line = { readonly institutionId: string; readonly ticketId: string; readonly label: string; readonly queueName: string; readonly body: string; readonly state: string; readonly sentence: string; readonly detail: string; readonly marks: readonly string[]; readonly said: string; readonly how: string; readonly updated: string; readonly live: boolean; /** What follows once the number is done. */ readonly after: ComponentChildren }

/** One's own place; it renews itself with or without scripts. */
export const linePage = (frame: PageFrame, lang: Lang, line: Line): string =>
  page(
    frame,
    <>
      {line.live ? (
        <noscript>
          <meta http-equiv="refresh" content="20" />
        </noscript>
      ) : null}
      <h1>{`${line.body} ${line.queueName}`}</h1>
      <section class="card stand" {...(line.live ? { 'data-line': `/line/${line.institutionId}/${line.ticketId}/live`, 'data-label': line.label, 'data-state': line.state, ...words(lang) } : {})}>
        <p class="soft">{t.ticket[lang]}</p>
        <p class="big">{line.label}</p>
        <p class="state" data-sentence aria-live="polite">
          {line.sentence}
        </p>
        <p data-detail>{line.detail}</p>
        {line.marks.map((mark) => (
          <p key={mark}>{mark}</p>
        ))}
      </section>
      {line.after}
      <p class="soft">{line.said}</p>
      <p class="soft">{line.how}</p>
      <p class="soft">{line.updated}</p>
      {line.live ? <script src="/queue/line.js" defer /> : null}
    </>,
  )

/** Sentences for the script, so that they stand in one place. */
const words = (lang: Lang) => ({ 'data-say-place': t.place[lang], 'data-say-first': t.placeFirst[lang], 'data-say-wait': t.wait[lang], 'data-say-soon': t.soon[lang], 'data-say-closed': t.notOpen[lang], 'data-say-called': t.called[lang], 'data-say-serving': t.serving[lang] })
