/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { sayDay } from '../../../portal/days.ts'
import { followTexts } from './follow-texts.ts'
import { letter } from './letter-text.ts'

/** The letter on one printed page, with the picture code of the form. */
export const letterPage = (frame: PageFrame, lang: Lang, given: { from: string; today: string; qrSvg: string; url: string; phones: readonly { label: string; phone: string }[] }): string =>
  page(
    { ...frame, script: true },
    <article class="letter">
      <h1>{letter.title[lang]}</h1>
      <p>{letter.greeting[lang]}</p>
      {letter.parts.map((part) => (
        <section key={part.title.zh}>
          <h2>{part.title[lang]}</h2>
          <ul>
            {part.lines.map((line) => (
              <li key={line.zh}>{line[lang]}</li>
            ))}
          </ul>
        </section>
      ))}
      {given.phones.length === 0 ? null : (
        <dl class="facts">
          {given.phones.map((each) => (
            <div key={each.label}>
              <dt>{each.label}</dt>
              <dd>{each.phone}</dd>
            </div>
          ))}
        </dl>
      )}
      <div class="qr" role="img" aria-label={given.url} dangerouslySetInnerHTML={{ __html: given.qrSvg }} />
      <p class="soft">{given.url}</p>
      <p>{letter.closing[lang]}</p>
      <p class="signed">
        {given.from}
        <br />
        {sayDay(given.today, lang)}
      </p>
      <p class="no-print">
        <button type="button" class="quiet" data-print hidden>
          {followTexts.print[lang]}
        </button>
      </p>
    </article>,
  )
