import type { IsoDate } from '../../../kernel/calendar.ts'

/** One item of the procurement platform of a region, from a day to a day. */
export type PlatformItem = { readonly code: string; readonly generic: string; readonly form: string; readonly spec: string; readonly maker: string; readonly winning: boolean; readonly priceCents: number; readonly fromOn: IsoDate; readonly toOn: IsoDate | null }

/** One line of what an institution bought. */
export type Purchase = { readonly on: IsoDate; readonly code: string; readonly generic: string; readonly form: string; readonly spec: string; readonly maker: string; readonly supplier: string; readonly orderNumber: string; readonly quantity: number; readonly amountCents: number }

export const purchaseVerdicts = ['ordered', 'off-platform', 'off-bid', 'over-price', 'to-check'] as const
export type PurchaseVerdict = (typeof purchaseVerdicts)[number]

export type Matched = { readonly verdict: PurchaseVerdict; readonly item: PlatformItem | null; readonly winning: boolean; readonly overCents: number }

const wide = /[！-～]/g
/** Rule PR-70: texts are compared without blanks and brackets, in narrow characters and small letters. */
export const plainText = (text: string): string => text.replaceAll(wide, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replaceAll(/[\s()[\]（）【】·.\-–—]/g, '').toLowerCase()

const validOn = (item: PlatformItem, on: IsoDate): boolean => item.fromOn <= on && (item.toOn === null || on <= item.toOn)
const sameProduct = (item: PlatformItem, line: Purchase): boolean => plainText(item.generic) === plainText(line.generic) && plainText(item.form) === plainText(line.form) && plainText(item.spec) === plainText(line.spec)
const sameGeneric = (item: PlatformItem, line: Purchase): boolean => plainText(item.generic) === plainText(line.generic) && plainText(item.form) === plainText(line.form)

/** A unit dearer than listed by more than this is said; below it is rounding. */
const tolerance = { of: 1005, in: 1000 }

/**
 * Rule PR-71: a line is matched by its code with the list of the day; where it has none, by generic name, form, strength and
 * maker, which is certain, or without the maker, which a person has to look at. Not on the list, or on it and bought without
 * an order of the platform, is off the platform.
 * Rule PR-72: on the list but not winning, where a winning item of the same drug and form was on the list that day, is off the bid.
 */
export function matchPurchase(line: Purchase, list: readonly PlatformItem[]): Matched {
  const today = list.filter((item) => validOn(item, line.on))
  const byCode = line.code === '' ? undefined : today.find((item) => item.code === line.code)
  const alike = today.filter((item) => sameProduct(item, line))
  const byName = line.code === '' ? alike.find((item) => plainText(item.maker) === plainText(line.maker)) : undefined
  const item = byCode ?? byName
  if (item === undefined) return { verdict: line.code === '' && alike.length > 0 ? 'to-check' : 'off-platform', item: null, winning: false, overCents: 0 }
  if (line.orderNumber.trim() === '') return { verdict: 'off-platform', item, winning: item.winning, overCents: 0 }
  if (!item.winning && today.some((each) => each.winning && sameGeneric(each, line))) return { verdict: 'off-bid', item, winning: false, overCents: 0 }
  const listed = Math.round(item.priceCents * line.quantity)
  const isOver = line.quantity > 0 && line.amountCents * tolerance.in > listed * tolerance.of
  return { verdict: isOver ? 'over-price' : 'ordered', item, winning: item.winning, overCents: isOver ? line.amountCents - listed : 0 }
}

/** Rule PR-73: what asks for an investigation: bought elsewhere, beside the bid, or dearer than listed. */
export const isSuspicious = (verdict: PurchaseVerdict): boolean => verdict === 'off-platform' || verdict === 'off-bid' || verdict === 'over-price'
