/** @jsxImportSource preact */
import { sayDay, sayNearDay } from '../../../portal/days.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { bookTexts as t } from './book-texts.ts'
import { mineTexts } from './mine-texts.ts'
import { sayBegin, sayTimes, sayYuan } from './clock.ts'

type TimesShown = {
  readonly at: string
  readonly hospital: string
  readonly department: string
  readonly clinic: string
  readonly staff: string | null
  readonly brings: string
  readonly feeCents: number
  readonly days: readonly { readonly on: string; readonly free: number; readonly draws: boolean; readonly waits: boolean }[]
  readonly on: string | null
  /** Where the times of the day lead: a booking, or the new time of one that is moved. */
  readonly times: readonly { readonly slotId: string; readonly startsAt: string; readonly endsAt: string; readonly free: number; readonly href: string }[]
  readonly releaseId: string | null
  readonly opensAt: string | null
  /** Where to wait for a place of this day; null where that is not offered. */
  readonly wait: string | null
  readonly note: string | null
  readonly others: readonly { readonly href: string; readonly name: string }[]
  /** Where this page was reached from. */
  readonly home: string
}

/** Second step: the times of the day, and the other days beneath: whoever wants the soonest need not scroll. */
export function timesPage(frame: PageFrame, lang: Lang, shown: TimesShown): string {
  const day = shown.days.find((each) => each.on === shown.on)
  return page(
    frame,
    <>
      <p>
        <a href={shown.home}>{shown.home === '/book' ? t.back[lang] : mineTexts.back[lang]}</a>
      </p>
      <h1>{shown.staff === null || shown.clinic.includes(shown.staff) ? shown.clinic : `${shown.staff} · ${shown.clinic}`}</h1>
      <p class="soft">{`${shown.hospital} · ${shown.department} · ${shown.feeCents === 0 ? t.free[lang] : t.fee[lang].replace('{n}', sayYuan(shown.feeCents))}`}</p>
      {shown.note === null ? null : <p class="notice quiet">{shown.note}</p>}
      {shown.days.length === 0 ? <p>{t.noDays[lang]}</p> : null}
      {day === undefined ? null : (
        <section id="times" class="card">
          <h2>{sayDay(day.on, lang)}</h2>
          {shown.releaseId === null ? null : (
            <>
              <p>{t.byDraw[lang]}</p>
              <p>
                <a class="button" href={`/draws/${shown.releaseId}`}>
                  {t.toDraw[lang]}
                </a>
              </p>
            </>
          )}
          {shown.opensAt === null || shown.releaseId !== null ? null : <p>{t.opens[lang].replace('{at}', sayBegin(shown.opensAt, lang))}</p>}
          {shown.times.length === 0 && shown.releaseId === null && shown.opensAt === null ? <p>{t.noTimes[lang]}</p> : null}
          <ul class="times">
            {shown.times.map((each) => (
              <li key={each.slotId}>
                <a class="button quiet" href={each.href}>
                  {sayTimes(each.startsAt, each.endsAt, lang)} <span class="soft">{t.left[lang].replace('{n}', String(each.free))}</span>
                </a>
              </li>
            ))}
          </ul>
          {shown.wait === null ? null : (
            <>
              <p>{t.waitLead[lang]}</p>
              <p>
                <a class="button" href={shown.wait}>
                  {t.wait[lang]}
                </a>
              </p>
            </>
          )}
        </section>
      )}
      {shown.days.length === 0 ? null : <h2>{t.day[lang]}</h2>}
      <ul class="days">
        {shown.days.map((each) => (
          <li key={each.on}>
            <a href={`${shown.at}on=${each.on}`} {...(each.on === shown.on ? { 'aria-current': 'date' as const } : {})}>
              {sayNearDay(each.on, lang)}
              <span class="soft">{each.draws ? t.toDraw[lang] : each.free > 0 ? t.left[lang].replace('{n}', String(each.free)) : (each.waits ? t.dayLater : t.dayFull)[lang]}</span>
            </a>
          </li>
        ))}
      </ul>
      {shown.others.length === 0 ? null : (
        <>
          <h2>{mineTexts.otherClinics[lang]}</h2>
          <ul class="links">
            {shown.others.map((each) => (
              <li key={each.href}>
                <a href={each.href}>{each.name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.brings === '' ? null : (
        <>
          <h2>{t.brings[lang]}</h2>
          <p class="said">{shown.brings}</p>
        </>
      )}
      <p class="urgent">{t.onsite[lang]}</p>
    </>,
  )
}
