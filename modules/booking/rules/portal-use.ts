import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'

/** Rule BK-65: what is counted in the portal, by body and day, with nothing of a person. */
export type PortalWhat = 'found' | 'guided' | 'refused' | 'letter-booking' | 'letter-admission' | 'letter-read'

export type PortalDay = {
  readonly institutionId: string
  readonly regionCode: string
  readonly onDate: IsoDate
  /** Times of a clinic opened from what a search found. */
  readonly found: number
  /** Of these, searches that the guide had led to. */
  readonly guided: number
  /** Places booked in the portal. */
  readonly booked: number
  /** Bookings that the portal sent and that were refused. */
  readonly refused: number
  readonly lettersSent: number
  readonly lettersRead: number
}
export type ToldDay = PortalDay & { readonly id: string }

export const portalKind: FactKind = { kind: 'booking.portal', name: { zh: '群众端查找和预约', en: 'Searches and bookings in the portal' }, fields: { found: 'number', guided: 'number', booked: 'number', refused: 'number', letters_sent: 'number', letters_read: 'number' } }

/** Rule BK-65: one fact for each body and day. */
export const portalFact = (day: ToldDay): Fact => ({
  institutionId: day.institutionId, regionCode: day.regionCode, kind: portalKind.kind, id: day.id, on: day.onDate, departmentId: null, staffIds: [],
  fields: { found: day.found, guided: day.guided, booked: day.booked, refused: day.refused, letters_sent: day.lettersSent, letters_read: day.lettersRead }, title: `${day.found}/${day.booked}`, link: '/booking/guide',
})

const figures = ['found', 'guided', 'booked', 'refused', 'lettersSent', 'lettersRead'] as const
export const portalDiffers = (told: PortalDay, now: PortalDay): boolean => figures.some((key) => told[key] !== now[key])
export const isNothing = (day: PortalDay): boolean => figures.every((key) => day[key] === 0)
