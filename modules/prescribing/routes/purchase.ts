import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { findInstitution, listInstitutions } from '../../directory/public.ts'
import { decideLine, importList, importPurchases } from '../commands/purchase.ts'
import { listPurchaseMonths, publishPurchases } from '../commands/publish-purchases.ts'
import { purchaseContract as contract } from '../contract/purchase.ts'
import { platformColumns, purchaseColumns } from '../rules/purchase-sheet.ts'
import { purchaseVerdicts } from '../rules/purchase.ts'
import { listFiles, listLines, listLists } from '../store/purchases.ts'
import { houseOf } from './house.ts'

const mostRows = 500
const shown = { found: ['off-platform', 'off-bid', 'over-price'], check: ['to-check'], all: purchaseVerdicts } as const

export function purchaseRoutes(app: App): void {
  app.query(contract.listPurchases, async ({ query, ...at }) => {
    const house = await houseOf(at, query.institutionId)
    const prefix = at.actor.regionPrefix
    const [rows, files, lists, houses] = await Promise.all([listLines(at.read, house.id, shown[query.show], mostRows), listFiles(at.read, house.id), listLists(at.read, house.regionCode), prefix === null ? [] : listInstitutions(at.read, { regionPrefix: prefix })])
    const own = at.actor.institutionId === house.id
    const buys = own && hasRole(at.actor, 'pharmacist', 'institution_clerk') ? null : 'prescribing.purchasers_only'
    return {
      institutionId: house.id, institutionName: house.name, isCommission: house.kind === 'commission', rows, files: files.map((file) => ({ ...file, rejects: [...file.rejects] })), lists: lists.map(({ id, name, items, madeName, madeAt }) => ({ id, name, items, madeName, madeAt })), houses: houses.map(({ id, name }) => ({ id, name })),
      months: await listPurchaseMonths(at, house.id, buys),
      blocked: { importPurchases: buys ?? (lists.length === 0 ? 'prescribing.list_missing' : null), importList: own && hasRole(at.actor, 'commission_clerk', 'commission_head') ? null : 'prescribing.platform_only', decide: buys },
    }
  })
  app.command(contract.importPurchases, async ({ uploads, ...act }) => importPurchases(act, await ownPlace(act), uploads[0]))
  app.command(contract.importPlatformList, async ({ uploads, ...act }) => importList(act, await ownPlace(act), uploads[0]))
  app.command(contract.decidePurchase, async ({ params, body, ...act }) => decideLine(act, await ownPlace(act), params, body.onList))
  app.command(contract.publishPurchases, async ({ body, ...act }) => publishPurchases(act, await ownPlace(act), body.month))
  app.query(contract.purchaseTemplate, async ({ query }) => {
    const [columns, title] = query.of === 'platform' ? [platformColumns, '采购平台目录'] : [purchaseColumns, '采购明细']
    return {
      name: `${title}导入模板.xlsx`, mediaType: xlsxMediaType,
      bytes: writeXlsx({ sheet: title, title: `${title}导入模板（带 * 的列必填；列名也可用本单位系统导出的名称）`, columns: columns.map((each) => ({ key: each.key, title: each.title + (each.required ? '*' : ''), width: 18 })), rows: [] }),
    }
  })
}

async function ownPlace({ tx, actor }: Pick<Act, 'tx' | 'actor'>): Promise<{ institutionId: string; regionCode: string }> {
  const body = await findInstitution(tx, actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('access.denied')
  return { institutionId: body.id, regionCode: body.regionCode }
}
