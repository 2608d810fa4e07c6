/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import { StackTable } from '../../../portal/stack-table.tsx'
import type { Lang, Words } from '../../../portal/texts.ts'
import { sayBegin, sayTimes } from './clock.ts'
import { drawTexts as t } from './draw-texts.ts'

export type DrawEntryShown = { readonly id: string; readonly ticket: string; readonly name: string; readonly wishes: readonly string[]; readonly state: 'entered' | 'won' | 'won-not' | 'lost'; readonly booking: string | null }
export type DrawShown = {
  readonly id: string
  readonly hospital: string
  readonly department: string
  readonly clinic: string
  readonly day: string
  readonly opensAt: string
  readonly closesAt: string
  readonly phase: 'waiting' | 'open' | 'closing' | 'drawn'
  readonly entries: number
  readonly times: readonly { readonly slotId: string; readonly startsAt: string; readonly endsAt: string; readonly room: string; readonly places: number; readonly stopped: boolean }[]
  readonly mine: readonly DrawEntryShown[]
  readonly seedHash: string
  readonly seed: string | null
  readonly outcome: readonly { readonly ticket: string; readonly said: string }[]
  readonly given: number
  readonly left: string
  readonly done: string | null
  readonly sentence: string | null
}
const phaseWords: Record<DrawShown['phase'], Words> = { waiting: t.waiting, open: t.open, closing: t.closing, drawn: t.drawn }
const stateWords: Record<DrawEntryShown['state'], Words> = { entered: t.entered, won: t.won, 'won-not': t.wonNot, lost: t.lost }

/** One release by draw: before, while and after it is drawn, and how to check it. */
export const drawPage = (frame: PageFrame, lang: Lang, shown: DrawShown): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <Done sentence={shown.done} />
      <Notice sentence={shown.sentence} />
      <section class="card stand">
        <p class="state">{phaseWords[shown.phase][lang]}</p>
        <p>
          <b>{`${shown.clinic} · ${shown.day}`}</b>
        </p>
        <p class="soft">{`${shown.hospital} · ${shown.department}`}</p>
        <p>{`${t.window[lang]}${lang === 'zh' ? '：' : ': '}${t.windowSays[lang].replace('{from}', sayBegin(shown.opensAt, lang)).replace('{to}', sayBegin(shown.closesAt, lang))}`}</p>
        {shown.phase === 'waiting' ? null : <p>{`${t.entries[lang]}${lang === 'zh' ? '：' : ': '}${shown.entries}`}</p>}
        {shown.phase === 'open' ? (
          <p>
            <a class="button" href={`/draws/${shown.id}/enter`}>
              {t.enter[lang]}
            </a>
          </p>
        ) : null}
      </section>
      <p>{t.lead[lang]}</p>
      <Mine shown={shown} lang={lang} />
      {shown.phase === 'drawn' ? <Result shown={shown} lang={lang} /> : null}
      <h2>{t.times[lang]}</h2>
      <ul>
        {shown.times.map((time) => (
          <li key={time.slotId}>{`${sayTimes(time.startsAt, time.endsAt, lang)} · ${time.stopped ? t.stopped[lang] : t.places[lang].replace('{n}', String(time.places))}${time.room === '' ? '' : ` · ${time.room}`}`}</li>
        ))}
      </ul>
      <Fair shown={shown} lang={lang} />
      <p class="urgent">{t.onsite[lang]}</p>
    </>,
  )

const Mine = ({ shown, lang }: { shown: DrawShown; lang: Lang }) =>
  shown.mine.length === 0 ? null : (
    <>
      <h2>{t.mine[lang]}</h2>
      <p class="soft">{t.ticketKeep[lang]}</p>
      <ul class="cards">
        {shown.mine.map((entry) => (
          <li class="card" key={entry.id}>
            <h3>{`${entry.name} · ${stateWords[entry.state][lang]}`}</h3>
            <p>
              {`${t.ticket[lang]} `}
              <span class="code">{entry.ticket}</span>
            </p>
            <p class="soft">{entry.wishes.join(lang === 'zh' ? '；' : '; ')}</p>
            {entry.booking === null ? null : (
              <p>
                <a class="button" href={entry.booking}>
                  {t.seeBooking[lang]}
                </a>
              </p>
            )}
            {shown.phase === 'open' ? (
              <form method="post" action={`/draws/${shown.id}/withdraw`}>
                <input type="hidden" name="entry" value={entry.id} />
                <button class="quiet" type="submit" aria-label={`${t.withdraw[lang]} ${entry.name}`}>
                  {t.withdraw[lang]}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )

const Result = ({ shown, lang }: { shown: DrawShown; lang: Lang }) => (
  <>
    <h2>{t.result[lang]}</h2>
    <p>{t.resultSays[lang].replace('{entries}', String(shown.entries)).replace('{given}', String(shown.given))}</p>
    <p>
      {t.leftOver[lang]} <a href={shown.left}>{t.leftLink[lang]}</a>
    </p>
    {shown.outcome.length === 0 ? null : (
      <details>
        <summary>{t.first[lang].replace('{n}', String(shown.outcome.length))}</summary>
        <StackTable head={t.ticket[lang]} columns={[t.turn[lang], t.got[lang]]} rows={shown.outcome.map((line, at) => ({ key: line.ticket, href: null, name: line.ticket, cells: [at + 1, line.said] }))} />
      </details>
    )}
  </>
)

const Fair = ({ shown, lang }: { shown: DrawShown; lang: Lang }) => (
  <section class="card">
    <h2>{t.fair[lang]}</h2>
    <p>{t.fairHash[lang]}</p>
    <p class="hash">{shown.seedHash}</p>
    {shown.seed === null ? null : (
      <>
        <p>{t.fairSeed[lang]}</p>
        <p class="hash">{shown.seed}</p>
        <p>{t.fairHow[lang]}</p>
        <p class="hash">{`npx huiyin draw verify draw-${shown.id}.json --hash ${shown.seedHash}`}</p>
        <p>
          <a class="button quiet" href={`/draws/${shown.id}/record.json`}>
            {t.record[lang]}
          </a>
        </p>
      </>
    )}
  </section>
)

/** The wishes in their order, as part of the confirmation. */
export const Wishes = ({ lang, times, wishes }: { lang: Lang; times: DrawShown['times']; wishes: readonly string[] }) => (
  <fieldset>
    <legend>{t.enterTitle[lang]}</legend>
    <p>{t.wishLead[lang]}</p>
    {[1, 2, 3, 4, 5].slice(0, Math.max(1, Math.min(5, times.length))).map((turn) => (
      <div class="field" key={turn}>
        <label htmlFor={`wish-${turn}`}>{t.wish[lang].replace('{n}', String(turn))}</label>
        <select id={`wish-${turn}`} name={`wish-${turn}`}>
          <option value="">{t.wishNone[lang]}</option>
          {times.map((time) => (
            <option key={time.slotId} value={time.slotId} selected={wishes[turn - 1] === time.slotId}>
              {sayTimes(time.startsAt, time.endsAt, lang)}
            </option>
          ))}
        </select>
      </div>
    ))}
  </fieldset>
)
