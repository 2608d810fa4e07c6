import type { IsoDate } from '../../../kernel/calendar.ts'

export type FramePrescription = { readonly onDate: IsoDate; readonly docNo: string; readonly visitKind: 'outpatient' | 'emergency'; readonly departmentId: string | null; readonly staffId: string | null; readonly prescriberCode: string; /** Distinct ones, herbal slices apart. */ readonly drugs: number; readonly longestDays: number; readonly longTerm: boolean; /** A reason for going beyond a limit is stated. */ readonly reasoned: boolean; readonly amountCents: number; readonly itemCodes: readonly string[] }
export type FrameDischarge = { readonly dischargedOn: IsoDate; readonly visitNo: string; readonly departmentId: string | null; readonly staffId: string | null; readonly prescriberCode: string; readonly amountCents: number }

/** All that can be drawn of a month, in a fixed order. */
export type Frame = { readonly prescriptions: readonly FramePrescription[]; readonly discharges: readonly FrameDischarge[] }

/** Columns instead of rows, and what comes again and again said once: a hundred thousand prescriptions are read in a tenth of a second. */
type Packed = {
  readonly words: readonly (string | null)[]
  readonly prescriptions: { readonly on: readonly number[]; readonly doc: readonly string[]; readonly visit: readonly number[]; readonly department: readonly number[]; readonly staff: readonly number[]; readonly code: readonly number[]; readonly drugs: readonly number[]; readonly days: readonly number[]; readonly marks: readonly number[]; readonly cents: readonly number[]; readonly items: readonly (readonly number[])[] }
  readonly discharges: { readonly on: readonly number[]; readonly visit: readonly string[]; readonly department: readonly number[]; readonly staff: readonly number[]; readonly code: readonly number[]; readonly cents: readonly number[] }
}

/** Rule PR-20: the frame as one text. */
export function packFrame({ prescriptions, discharges }: Frame): string {
  const words: (string | null)[] = []
  const places = new Map<string | null, number>()
  const place = (word: string | null): number => {
    const known = places.get(word)
    if (known !== undefined) return known
    places.set(word, words.length)
    return words.push(word) - 1
  }
  const packed: Packed = {
    words,
    prescriptions: {
      on: prescriptions.map((each) => place(each.onDate)), doc: prescriptions.map((each) => each.docNo), visit: prescriptions.map((each) => place(each.visitKind)), department: prescriptions.map((each) => place(each.departmentId)), staff: prescriptions.map((each) => place(each.staffId)), code: prescriptions.map((each) => place(each.prescriberCode)),
      drugs: prescriptions.map((each) => each.drugs), days: prescriptions.map((each) => each.longestDays), marks: prescriptions.map((each) => (each.longTerm ? 1 : 0) + (each.reasoned ? 2 : 0)), cents: prescriptions.map((each) => each.amountCents), items: prescriptions.map((each) => each.itemCodes.map(place)),
    },
    discharges: { on: discharges.map((each) => place(each.dischargedOn)), visit: discharges.map((each) => each.visitNo), department: discharges.map((each) => place(each.departmentId)), staff: discharges.map((each) => place(each.staffId)), code: discharges.map((each) => place(each.prescriberCode)), cents: discharges.map((each) => each.amountCents) },
  }
  return JSON.stringify(packed)
}

export function readPacked(text: string): Frame {
  const { words, prescriptions: p, discharges: d } = JSON.parse(text) as Packed
  const said = (places: readonly number[], at: number): string | null => words[places[at] ?? -1] ?? null
  const word = (places: readonly number[], at: number): string => said(places, at) ?? ''
  return {
    prescriptions: p.doc.map((docNo, at) => ({
      onDate: word(p.on, at), docNo, visitKind: word(p.visit, at) === 'emergency' ? 'emergency' : 'outpatient', departmentId: said(p.department, at), staffId: said(p.staff, at), prescriberCode: word(p.code, at), drugs: p.drugs[at] ?? 0, longestDays: p.days[at] ?? 0,
      longTerm: ((p.marks[at] ?? 0) & 1) === 1, reasoned: ((p.marks[at] ?? 0) & 2) === 2, amountCents: p.cents[at] ?? 0, itemCodes: (p.items[at] ?? []).map((place) => words[place] ?? ''),
    })),
    discharges: d.visit.map((visitNo, at) => ({ dischargedOn: word(d.on, at), visitNo, departmentId: said(d.department, at), staffId: said(d.staff, at), prescriberCode: word(d.code, at), amountCents: d.cents[at] ?? 0 })),
  }
}
