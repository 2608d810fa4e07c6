import type { z } from 'zod'
import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { fetchFile } from '../../../server/platform/files.ts'
import { writeBook, xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { planSummary } from '../../plan/public.ts'
import { importBundle } from '../commands/import-bundle.ts'
import { linkCampaign } from '../commands/link.ts'
import { openRollup } from '../commands/rollup.ts'
import { reportContract, type ImportView, type RollupView } from '../contract.ts'
import { formOf, type Form } from '../forms.ts'
import { rollupSheets } from '../papers/rollup-book.ts'
import { findOwnPack, gatherBodies, sumLines, type Gathered } from '../rollup.ts'
import { PackContent } from '../rules/content.ts'
import { mayDecide } from '../rules/decisions.ts'
import { countBodies } from '../rules/figures.ts'
import * as imports from '../store/imports.ts'
import { formName } from '../views.ts'

type Ask = { readonly planId: string; readonly formKey: string; readonly toOn: string }

const bodyOf = (actor: Actor): string => {
  if (actor.institutionId === null) throw new RefusedError('access.denied')
  return actor.institutionId
}

async function gather(read: ReadTx, actor: Actor, ask: Ask, now: Date): Promise<{ form: Form; title: string; runBy: string; gathered: Gathered }> {
  const form = formOf(ask.formKey)
  if (form === undefined) throw new RefusedError('report.no_form', ask.formKey)
  const { title, regionCode, institutionId } = await planSummary(read, ask.planId)
  const gathered = await gatherBodies(read, { ...ask, institutionId: bodyOf(actor) }, now.toISOString())
  // Whoever neither runs the campaign's region nor has anybody in it has nothing to look at.
  if (gathered.bodies.length === 0 && !mayActFor(actor, { institutionId, regionCode })) throw new RefusedError('not_found')
  return { form, title, runBy: institutionId, gathered }
}

function blockedFor(actor: Actor, body: Gathered['bodies'][number]): string | null {
  if (body.packId === null || body.imported) return 'report.not_waiting'
  const state = body.place === 'submitted' ? 'submitted' : 'draft'
  return mayDecide(actor, { institutionId: body.institutionId, regionCode: body.regionCode, kind: 'obligation', state, revision: body.revision, standing: 'none', submittedAt: null, onTime: null })?.refused ?? null
}

async function view(read: ReadTx, actor: Actor, ask: Ask, now: Date): Promise<z.input<typeof RollupView>> {
  const { form, title, runBy, gathered } = await gather(read, actor, ask, now)
  const isClerk = hasRole(actor, 'commission_head', 'commission_clerk')
  const own = await findOwnPack(read, { ...ask, institutionId: bodyOf(actor) }, now.toISOString())
  const days = [...gathered.periods.map((period) => period.fromOn), ask.toOn].sort()
  return {
    ...ask, planTitle: title, formName: form.name, fromOn: days[0] ?? ask.toOn, counts: countBodies(gathered.bodies), lines: sumLines(form, gathered.figures, {}),
    bodies: gathered.bodies.map(({ sha256: _hash, ...body }) => ({ ...body, blocked: { decide: blockedFor(actor, { ...body, sha256: null }) } })),
    strangers: [...gathered.strangers], linked: [...gathered.linked],
    pack: own === undefined ? null : { institutionId: own.institutionId, packId: own.packId, state: own.state },
    blocked: { open: isClerk ? (gathered.bodies.length === 0 ? 'report.nothing_to_roll_up' : null) : 'access.denied', link: isClerk && runBy === actor.institutionId ? null : 'report.not_your_campaign' },
  }
}

const importView = ({ institutionId: _body, formSha256: _form, sourceId: _source, sha256: _hash, ...row }: imports.ImportRow): z.input<typeof ImportView> => ({ ...row, formName: formName(row.formKey) })

export function rollupRoutes(app: App): void {
  app.query(reportContract.loadRollup, ({ read, actor, params, now }) => view(read, actor, params, now))
  app.command(reportContract.openRollup, async ({ params, ...act }) => openRollup(act, params))
  app.command(reportContract.linkCampaign, async ({ params, body, ...act }) => {
    await linkCampaign(act, { ...params, ...body })
    return {}
  })
  app.query(reportContract.downloadRollup, async ({ read, actor, params, now }) => {
    const { form, title, gathered } = await gather(read, actor, params, now)
    return { bytes: writeBook(rollupSheets(title, form, params.toOn, gathered, sumLines(form, gathered.figures, {}))), name: `${form.name.zh}汇总${params.toOn}.xlsx`, mediaType: xlsxMediaType }
  })

  app.query(reportContract.listImports, async ({ read, actor }) => ({ rows: (await imports.listImports(read, bodyOf(actor), 200)).map(importView) }))
  app.command(reportContract.importBundle, async ({ uploads, ...act }) => {
    const { importId, sourceName, formKey, toOn } = await importBundle(act, uploads)
    return { importId, sourceName, formKey, toOn }
  })
  app.query(reportContract.loadImport, async ({ read, actor, params }) => {
    const { content, ...row } = await imports.loadImport(read, bodyOf(actor), params.importId)
    return { import: importView(row), content: PackContent.parse(JSON.parse(content)), scans: await imports.listImportScans(read, bodyOf(actor), params.importId) }
  })
  app.query(reportContract.downloadImportScan, async ({ read, actor, params }) => {
    const known = await imports.listImportScans(read, bodyOf(actor), params.importId)
    if (!known.some((scan) => scan.fileId === params.fileId)) throw new RefusedError('not_found')
    return fetchFile({ read }, bodyOf(actor), params.fileId)
  })
}
