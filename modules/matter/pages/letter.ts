import qrcode from 'qrcode'
import { isUuid } from '../../../kernel/ids.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Pages } from '../../../server/platform/pages.ts'
import { findInstitution, listInstitutions, type Institution } from '../../directory/public.ts'
import { letterPage } from '../portal/letter-page.tsx'
import { letter } from '../portal/letter-text.ts'

/** The nearest commission over a region: that of the city where the county has none; of no region in particular the one over all. */
function commissionOver(bodies: readonly Institution[], regionCode: string | null): Institution | undefined {
  const over = bodies.filter((each) => each.regionPrefix !== null && (regionCode === null || regionCode.startsWith(each.regionPrefix)))
  const byWidth = over.toSorted((a, b) => (a.regionPrefix ?? '').length - (b.regionPrefix ?? '').length)
  return regionCode === null ? byWidth[0] : byWidth.at(-1)
}

/** The letter to patients, signed by the commission; opened from a hospital it carries that hospital's phone as well. */
export function letterPages(pages: Pages): void {
  pages.get('/letter', async (visit) => {
    const { read, lang, query, today, platform } = visit
    const id = query['body'] ?? ''
    const body = isUuid(id) ? await findInstitution(read, id) : undefined
    const signs = commissionOver(await listInstitutions(read, { regionPrefix: '', withCommissions: true }), body?.regionCode ?? null)
    const url = `${platform.publicUrl}/say${body === undefined ? '' : `?body=${body.id}`}`
    const phones = [body, signs].flatMap((each) => (each === undefined || each.phone === '' ? [] : [{ label: each.name, phone: each.phone }]))
    const qrSvg = await qrcode.toString(url, { type: 'svg', margin: 2, width: 180 })
    return { html: letterPage(frameOf(visit, letter.title[lang], body === undefined ? '/letter' : `/letter?body=${body.id}`), lang, { from: [signs?.name, body?.name].filter((name) => name !== undefined).join(lang === 'zh' ? '　' : ', '), today, qrSvg, url, phones }) }
  })
}
