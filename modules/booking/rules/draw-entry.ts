import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { mostChoices } from './draw.ts'

type ReleaseTimes = { readonly opensAt: Instant; readonly closesAt: Instant; readonly state: 'waiting' | 'open' | 'drawn' }

/** Rule DW-5: entries are taken, changed and withdrawn from the opening until the close, whatever the job that opens and draws is doing. */
export function mayEnter(release: ReleaseTimes, now: Instant): Refusal | null {
  if (release.state === 'drawn' || now >= release.closesAt) return refuse('draw.closed')
  return now < release.opensAt ? refuse('draw.not_open_yet') : null
}

/** Rule DW-3: five wishes at most, each a time of this draw that is held; what is chosen twice counts where it stands first. */
export function readWishes(given: readonly string[], times: readonly { readonly slotId: string; readonly stopped: boolean }[]): readonly string[] | Refusal {
  const wishes = [...new Set(given.filter((each) => each !== ''))].slice(0, mostChoices)
  if (wishes.length === 0) return refuse('draw.no_wish')
  const held = new Set(times.filter((each) => !each.stopped).map((each) => each.slotId))
  return wishes.every((each) => held.has(each)) ? wishes : refuse('draw.wish_gone')
}
