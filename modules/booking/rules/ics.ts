import { instantMs, instantOf, type Instant } from '../../../kernel/instant.ts'

export type CalendarEvent = { readonly uid: string; readonly madeAt: Instant; readonly startsAt: Instant; readonly endsAt: Instant; readonly title: string; readonly place: string; readonly notes: string; readonly url: string; readonly cancelled: boolean }

const stamp = (at: Instant): string => instantOf(instantMs(at)).replaceAll(/[-:]|\.\d+/g, '')
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r\n|\r|\n/g, '\\n')

/** A line of RFC 5545: 75 octets at most, the rest on lines that begin with a blank, no character torn. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = new TextEncoder().encode(character).length
    if (octets + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}

/** Rule TG-7: a calendar file any telephone takes: the time in UTC, the place, what to bring, alarms a day and two hours before; a cancelled one takes itself out. */
export const calendarFile = (event: CalendarEvent): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Huiyin//booking//ZH',
    'CALSCALE:GREGORIAN',
    `METHOD:${event.cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}@huiyin`,
    `DTSTAMP:${stamp(event.madeAt)}`,
    `SEQUENCE:${event.cancelled ? 1 : 0}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `DTSTART:${stamp(event.startsAt)}`,
    `DTEND:${stamp(event.endsAt)}`,
    `SUMMARY:${escaped(event.title)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.notes)}`,
    `URL:${event.url}`,
    ...(event.cancelled ? [] : ['-P1D', '-PT2H'].flatMap((trigger) => ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(event.title)}`, `TRIGGER:${trigger}`, 'END:VALARM'])),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n')
