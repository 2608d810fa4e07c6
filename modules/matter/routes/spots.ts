import qrcode from 'qrcode'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { Platform } from '../../../server/platform/act.ts'
import { changeSpot, createSpots } from '../commands/spots.ts'
import { spotContract } from '../contract/spots.ts'
import * as store from '../store/spots.ts'
import { isUuid } from '../../../kernel/ids.ts'

const view = (platform: Platform, spot: store.Spot) => ({ ...spot, url: `${platform.publicUrl}/at/${spot.code}` })

function placeOf(after: string | undefined): { place: string; id: string } | undefined {
  if (after === undefined) return undefined
  const cut = after.indexOf('|')
  const id = after.slice(0, Math.max(0, cut))
  if (!isUuid(id)) throw new RefusedError('request.invalid', 'after')
  return { id, place: after.slice(cut + 1) }
}

/** Places with a poster of the form. */
export function spotRoutes(app: App): void {
  app.query(spotContract.listSpots, async ({ read, actor, platform, query }) => {
    const institutionId = query.institutionId ?? actor.institutionId ?? ''
    const found = await store.listSpots(read, institutionId, placeOf(query.after), query.limit + 1)
    const rows = found.slice(0, query.limit)
    const last = rows.at(-1)
    return { rows: rows.map((spot) => view(platform, spot)), next: found.length > query.limit && last !== undefined ? `${last.id}|${last.place}` : null }
  })
  app.command(spotContract.createSpots, async ({ body, ...act }) => ({ rows: (await createSpots(act, { spots: body.spots, institutionId: body.institutionId ?? act.actor.institutionId ?? '' })).map((spot) => view(act.platform, spot)) }))
  app.query(spotContract.loadSpot, async ({ read, platform, params }) => {
    const spot = view(platform, await store.loadSpot(read, params.institutionId, params.spotId))
    return { ...spot, qrSvg: await qrcode.toString(spot.url, { type: 'svg', margin: 2, errorCorrectionLevel: 'Q' }) }
  })
  app.command(spotContract.changeSpot, async ({ params, body, ...act }) => view(act.platform, await changeSpot(act, { ...params, ...body })))
}
