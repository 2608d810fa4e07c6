import { useState, type DragEvent } from 'react'
import type { z } from 'zod'
import { weekdayName } from '../../../kernel/calendar.ts'
import { showDate } from '../../../ui/dates.ts'
import { useAppearance } from '../../../ui/look.tsx'
import { Nothing } from '../../../ui/page.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { ClinicView, ScheduleView, SessionView } from '../contract/clinics.ts'
import { sayMinute } from '../rules/schedule.ts'
import type { ExtraOf } from './schedule-dialogs.tsx'
import { texts } from './schedule-texts.ts'

type Schedule = z.output<typeof ScheduleView>
type Session = z.output<typeof SessionView>
type Clinic = z.output<typeof ClinicView>
export type OpenSession = { readonly clinic: Clinic; readonly session: Session }
type Acts = { readonly onExtra: (of: ExtraOf) => void; readonly onOpen: (of: OpenSession) => void }

/** What a dragged session would be as an extra clinic elsewhere. */
const copyOf = (session: Session, clinic: Clinic, onDate: string): ExtraOf => ({
  clinic, onDate, fromMinute: session.fromMinute, toMinute: session.toMinute, slotMinutes: Math.round((session.toMinute - session.fromMinute) / session.slots), capacity: Math.max(1, Math.round(session.capacity / session.slots)), room: session.room,
})

const short = (date: string) => `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`

/** Clinics by days on a wide window; a card for each clinic on a narrow one. All that dragging does, the form does as well. */
export function ScheduleGrid({ schedule, today, ...acts }: { schedule: Schedule; today: string } & Acts) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  if (schedule.clinics.length === 0) return <Nothing>{t('noClinics')}</Nothing>
  return narrow ? <Cards schedule={schedule} today={today} {...acts} /> : <Grid schedule={schedule} today={today} {...acts} />
}

function Grid({ schedule, today, onExtra, onOpen }: { schedule: Schedule; today: string } & Acts) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [dragged, setDragged] = useState<Session | null>(null)
  const [over, setOver] = useState('')
  return (
    <div className="schedule-grid" tabIndex={0} role="region" aria-label={t('title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('clinic')}</th>
            {schedule.days.map((day) => <th key={day.on} scope="col" className={day.counts ? '' : 'schedule-off'}>{`${weekdayName(day.on, locale)} ${short(day.on)}`}{day.name === null && day.counts ? null : <span className="soft">{` ${day.name ?? t('holiday')}`}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {schedule.clinics.map(({ clinic, sessions }) => (
            <tr key={clinic.id}>
              <th scope="row"><ClinicHead clinic={clinic} /></th>
              {schedule.days.map((day) => {
                const key = `${clinic.id} ${day.on}`
                const mayAdd = clinic.blocked.plan === null && clinic.active && day.on >= today
                const drop = {
                  onDragOver: (event: DragEvent) => { if (mayAdd && dragged !== null) { event.preventDefault(); setOver(key) } },
                  onDragLeave: () => setOver(''),
                  onDrop: (event: DragEvent) => { event.preventDefault(); setOver(''); if (mayAdd && dragged !== null) onExtra(copyOf(dragged, clinic, day.on)); setDragged(null) },
                }
                return (
                  <td key={day.on} className={[day.counts ? '' : 'schedule-off', over === key ? 'schedule-over' : ''].join(' ')} {...drop}>
                    {sessions.filter((session) => session.onDate === day.on).map((session) => <SessionButton key={session.fromMinute} clinic={clinic} session={session} onOpen={() => onOpen({ clinic, session })} onDrag={setDragged} />)}
                    {mayAdd ? <AddButton clinic={clinic} onDate={day.on} onExtra={onExtra} /> : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards({ schedule, today, onExtra, onOpen }: { schedule: Schedule; today: string } & Acts) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <ul className="card-list" aria-label={t('title')}>
      {schedule.clinics.map(({ clinic, sessions }) => (
        <li key={clinic.id}>
          <ClinicHead clinic={clinic} />
          {schedule.days.map((day) => {
            const own = sessions.filter((session) => session.onDate === day.on)
            const mayAdd = clinic.blocked.plan === null && clinic.active && day.on >= today
            if (own.length === 0 && !mayAdd) return null
            return (
              <div key={day.on} className="schedule-day">
                <b>{showDate(day.on, locale, { weekday: true })}{day.name === null ? null : <span className="soft">{` ${day.name}`}</span>}</b>
                {own.map((session) => <SessionButton key={session.fromMinute} clinic={clinic} session={session} onOpen={() => onOpen({ clinic, session })} />)}
                {mayAdd ? <AddButton clinic={clinic} onDate={day.on} onExtra={onExtra} /> : null}
              </div>
            )
          })}
        </li>
      ))}
    </ul>
  )
}

function ClinicHead({ clinic }: { clinic: Clinic }) {
  const t = useTexts(texts)
  const lines = [clinic.departmentName, clinic.staffName, clinic.room === '' ? null : t('roomOf', { room: clinic.room }), clinic.active ? null : t('closed')].filter(Boolean)
  return <><b>{clinic.name}</b><div className="soft">{lines.join(' · ')}</div></>
}

function SessionButton({ clinic, session, onOpen, onDrag }: { clinic: Clinic; session: Session; onOpen: () => void; onDrag?: (session: Session | null) => void }) {
  const t = useTexts(texts)
  const marks = [session.stopped ? t('stopped') : t('taken', { taken: session.taken, capacity: session.capacity }), session.draw ? t('drawn') : null, session.room === clinic.room ? null : t('roomOf', { room: session.room })].filter(Boolean)
  return (
    <button
      type="button"
      className={session.stopped ? 'schedule-session is-stopped' : 'schedule-session'}
      onClick={onOpen}
      draggable={onDrag !== undefined && !session.stopped}
      onDragStart={(event) => { event.dataTransfer.effectAllowed = 'copy'; event.dataTransfer.setData('text/plain', sayMinute(session.fromMinute)); onDrag?.(session) }}
      onDragEnd={() => onDrag?.(null)}
    >
      <b>{t('session', { from: sayMinute(session.fromMinute), to: sayMinute(session.toMinute) })}</b>
      <span>{marks.join(' · ')}</span>
    </button>
  )
}

function AddButton({ clinic, onDate, onExtra }: { clinic: Clinic; onDate: string; onExtra: Acts['onExtra'] }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return <button type="button" className="schedule-add" aria-label={t('extraAt', { day: showDate(onDate, locale), clinic: clinic.name })} onClick={() => onExtra({ clinic, onDate })}>{`+ ${t('extra')}`}</button>
}
