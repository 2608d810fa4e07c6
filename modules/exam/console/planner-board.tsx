import { Select } from 'antd'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { showDate } from '../../../ui/dates.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { Place } from '../rules/problem.ts'
import './exams.css'
import { hoursOf, nearest, sayTime, stepDay, stepTime, type Chosen } from './placement.ts'
import { texts } from './texts.ts'

type Board = { readonly exams: readonly string[]; readonly places: readonly Place[]; readonly chosen: Chosen; readonly wrong: ReadonlySet<string>; readonly nameOf: (key: string) => string; readonly onChoose: (place: Place) => void }

/** A timeline for each day that has something on it; bars move with the pointer, with keys, and by a list. */
export function PlannerBoard(board: Board) {
  const t = useTexts(texts)
  const locale = useLocale()
  const days = [...new Set([...board.chosen.values()].map((place) => place.onDate))].sort()
  return (
    <div className="exam-board">
      <p className="soft">{t('boardHint')}</p>
      <ul className="exam-picks">
        {board.exams.map((exam) => {
          const own = board.places.filter((place) => place.exam === exam).sort((a, b) => (a.onDate === b.onDate ? a.start - b.start : a.onDate < b.onDate ? -1 : 1))
          const current = board.chosen.get(exam)
          return (
            <li key={exam}>
              <b>{board.nameOf(exam)}</b>
              <Select<string>
                aria-label={t('timeOf', { exam: board.nameOf(exam) })}
                placeholder={t('choose')}
                {...(current === undefined ? {} : { value: current.slotId })}
                onChange={(slotId) => { const place = own.find((each) => each.slotId === slotId); if (place !== undefined) board.onChoose(place) }}
                options={own.map((place) => ({ value: place.slotId, label: `${showDate(place.onDate, locale, { weekday: true })} ${sayTime(place.start)} ${place.clinicName}` }))}
              />
            </li>
          )
        })}
      </ul>
      {days.map((day) => (
        <section key={day} className="exam-day" aria-label={showDate(day, locale, { weekday: true })}>
          <h3>{showDate(day, locale, { weekday: true })}</h3>
          <Timeline {...board} day={day} />
        </section>
      ))}
    </div>
  )
}

function Timeline({ day, exams, places, chosen, wrong, nameOf, onChoose }: Board & { day: string }) {
  const { from, to } = hoursOf(places, day)
  const share = (minute: number) => `${((minute - from) / (to - from)) * 100}%`
  const hours = Array.from({ length: (to - from) / 60 + 1 }, (_, at) => from + at * 60)
  return (
    <div className="exam-lines">
      <div className="exam-hours" aria-hidden="true">{hours.map((hour) => <span key={hour} style={{ insetInlineStart: share(hour) }}>{hour / 60}</span>)}</div>
      {exams.flatMap((exam) => {
        const place = chosen.get(exam)
        if (place === undefined || place.onDate !== day) return []
        return [
          <div key={exam} className="exam-line">
            <span className="exam-name">{nameOf(exam)}</span>
            <div className="exam-track">
              {places.filter((each) => each.exam === exam && each.onDate === day).map((each) => <i key={each.slotId} style={{ insetInlineStart: share(each.start), width: `${((each.end - each.start) / (to - from)) * 100}%` }} />)}
              <Bar place={place} places={places} name={nameOf(exam)} isWrong={wrong.has(exam)} from={from} to={to} onChoose={onChoose} />
            </div>
          </div>,
        ]
      })}
    </div>
  )
}

function Bar({ place, places, name, isWrong, from, to, onChoose }: { place: Place; places: readonly Place[]; name: string; isWrong: boolean; from: number; to: number; onChoose: (place: Place) => void }) {
  const locale = useLocale()
  const grip = useRef(0)
  const [dragged, setDragged] = useState<number | null>(null)
  const start = dragged ?? place.start
  const minuteAt = (event: PointerEvent<HTMLElement>): number => {
    const track = event.currentTarget.parentElement?.getBoundingClientRect()
    return track === undefined || track.width === 0 ? place.start : from + ((event.clientX - track.left) / track.width) * (to - from)
  }
  const press = (event: KeyboardEvent) => {
    const next = event.key === 'ArrowRight' ? stepTime(places, place, 1) : event.key === 'ArrowLeft' ? stepTime(places, place, -1) : event.key === 'ArrowDown' ? stepDay(places, place, 1) : event.key === 'ArrowUp' ? stepDay(places, place, -1) : null
    if (next === null) return
    event.preventDefault()
    if (next !== undefined) onChoose(next)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={place.start}
      aria-valuetext={`${showDate(place.onDate, locale, { weekday: true })} ${sayTime(place.start)}`}
      className={isWrong ? 'exam-bar is-wrong' : 'exam-bar'}
      style={{ insetInlineStart: `${((start - from) / (to - from)) * 100}%`, width: `${((place.end - place.start) / (to - from)) * 100}%` }}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = minuteAt(event) - place.start
        setDragged(place.start)
      }}
      onPointerMove={(event) => { if (dragged !== null) setDragged(Math.min(Math.max(minuteAt(event) - grip.current, from), to - (place.end - place.start))) }}
      onPointerUp={() => {
        const found = dragged === null ? undefined : nearest(places, place.exam, place.onDate, dragged)
        setDragged(null)
        if (found !== undefined && found.slotId !== place.slotId) onChoose(found)
      }}
      onPointerCancel={() => setDragged(null)}
    >
      {sayTime(place.start)}
    </div>
  )
}
