/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { BookingState } from '../rules/booking.ts'
import { bookTexts } from './book-texts.ts'
import { sayBegin, sayVisit, sayYuan } from './clock.ts'
import { letterTexts } from './letter-texts.ts'
import { mineTexts as t, stateWords } from './mine-texts.ts'

type BookingShown = {
  readonly at: string
  readonly state: BookingState
  readonly startsAt: string
  readonly endsAt: string
  readonly hospital: string
  readonly department: string
  readonly room: string
  readonly clinic: string
  readonly name: string
  readonly idNumber: string
  readonly feeCents: number
  readonly brings: string
  readonly holdUntil: string | null
  readonly code: string
  readonly qrSvg: string
  readonly excused: string | null
  readonly canCancel: boolean
  readonly canMove: boolean
  readonly tooLate: boolean
  /** An examination: the house moves it. */
  readonly asksHouse: boolean
  readonly cancelUntil: string
  readonly institutionId: string
  /** It is the day: one may check in and see the line. */
  readonly isToday: boolean
  /** The open letter to patients; null where the house has written none. */
  readonly letter: string | null
  readonly isNew: boolean
  readonly done: string | null
  readonly sentence: string | null
  readonly reason: string
  /** Where the fee is paid online; null where it is paid at the desk. */
  readonly payAt: string | null
  /** What became of what was paid. */
  readonly paid: string | null
}

const isComing = (state: BookingState) => state === 'held' || state === 'booked' || state === 'arrived'

/** One booking: the code for every counter, where and when, what to bring, and what can still be changed. */
export const bookingPage = (frame: PageFrame, lang: Lang, shown: BookingShown): string =>
  page(
    { ...frame, script: true },
    <>
      <p class="no-print">
        <a href="/my/bookings">{t.back[lang]}</a>
      </p>
      <h1>{shown.isNew && shown.state === 'booked' ? t.made[lang] : shown.state === 'held' ? t.held[lang] : sayVisit(shown.startsAt, shown.endsAt, lang)}</h1>
      {shown.isNew && shown.state === 'booked' ? <p>{t.madeLead[lang]}</p> : null}
      <Done sentence={shown.done} />
      <Notice sentence={shown.sentence} />
      <Done sentence={shown.paid} />
      {shown.state === 'held' && shown.holdUntil !== null ? <Held shown={shown} until={shown.holdUntil} lang={lang} /> : null}
      {shown.state === 'stopped' ? <p class="notice">{(shown.asksHouse ? t.examStopped : t.stopped)[lang]}</p> : null}
      {shown.state === 'no-show' ? <Missed shown={shown} lang={lang} /> : null}
      <dl class="facts card">
        {(
          [
            [t.state, stateWords[shown.state][lang]],
            [t.when, sayVisit(shown.startsAt, shown.endsAt, lang)],
            [t.where, [shown.hospital, shown.department, shown.room].filter((part) => part !== '').join(' · ')],
            [t.what, shown.clinic],
            [t.person, `${shown.name} ${shown.idNumber}`],
            ...(shown.feeCents === 0 ? [] : [[t.fee, `${sayYuan(shown.feeCents)}${lang === 'zh' ? '元' : ' yuan'}`] as const]),
          ] as const
        ).map(([label, said]) => (
          <div key={label.zh}>
            <dt>{label[lang]}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      {isComing(shown.state) ? <Code shown={shown} lang={lang} /> : null}
      {shown.letter === null || !isComing(shown.state) ? null : (
        <p class="no-print">
          <a href={shown.letter}>{letterTexts.read[lang]}</a>
        </p>
      )}
      <Changes shown={shown} lang={lang} />
    </>,
  )

/** Until when the place is held, and the one button that leads to paying; the desk takes the fee as well. */
const Held = ({ shown, until, lang }: { shown: BookingShown; until: string; lang: Lang }) => (
  <>
    <p class="notice">{(shown.payAt === null ? t.heldUntil : t.heldOnline)[lang].replace('{at}', sayBegin(until, lang))}</p>
    {shown.payAt === null ? null : (
      <form method="post" action={shown.payAt} data-once={bookTexts.sending[lang]}>
        <p class="go">
          <button type="submit" class="wide">
            {t.payNow[lang].replace('{n}', sayYuan(shown.feeCents))}
          </button>
        </p>
      </form>
    )}
  </>
)

const Missed = ({ shown, lang }: { shown: BookingShown; lang: Lang }) =>
  shown.excused === null ? (
    <div class="notice">
      <p>{t.missed[lang]}</p>
      <p>{t.missedWhy[lang]}</p>
    </div>
  ) : (
    <p class="notice done">{t.excused[lang].replace('{why}', shown.excused)}</p>
  )

const Code = ({ shown, lang }: { shown: BookingShown; lang: Lang }) => (
  <>
    <section class="card">
      <h2>{t.code[lang]}</h2>
      <p class="qr" role="img" aria-label={`${t.code[lang]} ${shown.code}`} dangerouslySetInnerHTML={{ __html: shown.qrSvg }} />
      <p class="code big">
        {shown.code.split('-').map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
      <p class="soft">{t.codeHint[lang]}</p>
      {!shown.isToday || shown.state === 'held' ? null : (
        // The code goes in the form and never in an address, which others may read.
        <form method="post" action="/line">
          <input type="hidden" name="body" value={shown.institutionId} />
          <input type="hidden" name="code" value={shown.code} />
          <p class="go">
            <button type="submit" class="wide">
              {(shown.state === 'arrived' ? t.seeLine : t.checkIn)[lang]}
            </button>
          </p>
        </form>
      )}
    </section>
    <h2>{t.brings[lang]}</h2>
    <p>{t.bringsAlways[lang]}</p>
    {shown.brings === '' ? null : <p class="said">{shown.brings}</p>}
    <p class="no-print">
      <a class="button" href={`${shown.at}/visit.ics`}>
        {t.calendar[lang]}
      </a>{' '}
      <button type="button" class="quiet" data-print hidden>
        {t.print[lang]}
      </button>
    </p>
  </>
)

const Changes = ({ shown, lang }: { shown: BookingShown; lang: Lang }) => (
  <>
    {shown.canMove ? (
      <p class="no-print">
        <a class={shown.state === 'stopped' ? 'button' : 'button quiet'} href={`${shown.at}/move`}>
          {t.move[lang]}
        </a>
      </p>
    ) : null}
    {shown.canCancel ? (
      <details class="card move">
        <summary>{t.cancel[lang]}</summary>
        <form method="post" action={`${shown.at}/cancel`}>
          <p>{t.cancelLead[lang].replace('{until}', sayBegin(shown.cancelUntil, lang))}</p>
          <label htmlFor="reason">{t.reason[lang]}</label>
          <input id="reason" name="reason" maxLength={200} value={shown.reason} />
          <p class="go">
            <button type="submit">{t.cancelDo[lang]}</button>
          </p>
        </form>
      </details>
    ) : null}
    {shown.asksHouse && (shown.state === 'held' || shown.state === 'booked') ? <p>{t.examMove[lang]}</p> : null}
    {shown.tooLate ? <p>{t.late[lang]}</p> : null}
  </>
)

/** Before a booking is moved: the old time and the new one. */
export const movePage = (frame: PageFrame, lang: Lang, shown: { at: string; to: string; from: { startsAt: string; endsAt: string }; next: { startsAt: string; endsAt: string; clinic: string; room: string }; sentence: string | null }): string =>
  page(
    frame,
    <>
      <p>
        <a href={`${shown.at}/move`}>{t.move[lang]}</a>
      </p>
      <h1>{t.moveTitle[lang]}</h1>
      <Notice sentence={shown.sentence} />
      <dl class="facts card">
        <dt>{t.moveFrom[lang]}</dt>
        <dd>{sayVisit(shown.from.startsAt, shown.from.endsAt, lang)}</dd>
        <dt>{t.moveTo[lang]}</dt>
        <dd>
          <b>{sayVisit(shown.next.startsAt, shown.next.endsAt, lang)}</b>
        </dd>
        <dt>{t.what[lang]}</dt>
        <dd>{[shown.next.clinic, shown.next.room].filter((part) => part !== '').join(' · ')}</dd>
      </dl>
      <form method="post" action={`${shown.at}/move`} data-once={bookTexts.sending[lang]}>
        <input type="hidden" name="to" value={shown.to} />
        <p class="go">
          <button type="submit" class="wide">
            {t.moveDo[lang]}
          </button>
        </p>
      </form>
    </>,
  )
