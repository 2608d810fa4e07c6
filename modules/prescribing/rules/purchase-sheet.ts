import type { IsoDate } from '../../../kernel/calendar.ts'
import { letters, type Column } from '../../register/rules/import/columns.ts'
import { readDay } from '../../register/rules/import/cells.ts'
import { matchPurchase, type Matched, type PlatformItem, type Purchase } from './purchase.ts'

const column = (key: string, title: string, hint: string, synonyms: readonly string[] = [], required = false): Column => ({ key, title, hint, synonyms, required, field: null })

const product = [
  column('generic', '通用名', '药品或耗材的通用名', ['药品通用名', '产品名称', '药品名称', '名称', '品名'], true),
  column('form', '剂型', '可不填', ['药品剂型']),
  column('spec', '规格', '如 0.1g×24片', ['规格型号', '产品规格', '药品规格']),
  column('maker', '生产企业', '可不填', ['生产厂家', '厂家', '企业名称', '生产单位']),
]
/** Rule PR-71: what a sheet of purchases says. */
export const purchaseColumns: readonly Column[] = [
  column('on', '采购日期', '如 2026-03-01', ['日期', '入库日期', '采购时间', '验收日期'], true),
  column('code', '平台产品编码', '在省级采购平台的编码；没有则不填', ['产品编码', '平台编码', '编码', '挂网编码', '药品编码']),
  ...product,
  column('supplier', '供应商', '可不填', ['配送企业', '供货单位', '供货商']),
  column('orderNumber', '平台订单号', '在平台下单的订单号；没有在平台下单则不填', ['订单号', '采购订单号', '订单编号']),
  column('quantity', '数量', '按规格的最小销售单位', ['采购数量', '入库数量'], true),
  column('amount', '金额', '元', ['采购金额', '金额（元）', '金额(元)', '总金额', '入库金额'], true),
]
/** Rule PR-71: what the platform's list says. */
export const platformColumns: readonly Column[] = [
  column('code', '平台产品编码', '在省级采购平台的编码', ['产品编码', '平台编码', '编码', '挂网编码', '药品编码'], true),
  ...product,
  column('winning', '是否中选', '是 或 否', ['中选', '集采中选', '是否中标', '中标']),
  column('price', '挂网价', '元，最小销售单位', ['价格', '中选价', '挂网价格', '挂网价（元）', '单价'], true),
  column('fromOn', '生效日期', '如 2026-01-01', ['开始日期', '执行日期'], true),
  column('toOn', '失效日期', '仍在执行则不填', ['结束日期', '截止日期']),
]

export type SheetFault = { readonly row: number; readonly cell: string; readonly column: string; readonly value: string; readonly reason: string }
type Line = { readonly row: number; readonly cells: readonly string[] }
type Where = ReadonlyMap<string, number>

/** A number as people type it: 1,234.50, ￥1２3, and in continental exports 1234,5. Null where it is none. */
export function readNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replaceAll(/[¥￥元\s]/g, '')
  const dotted = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : /^-?\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain
  return /^-?\d+(\.\d+)?$/.test(dotted) && Number.isFinite(Number(dotted)) ? Number(dotted) : null
}
const centsOf = (yuan: number): number => Math.round(Number((yuan * 100).toFixed(4)))

function reader(columns: readonly Column[], line: Line, at: Where) {
  const faults: SheetFault[] = []
  const text = (key: string): string => (line.cells[at.get(key) ?? -1] ?? '').trim()
  const fault = (key: string, reason: string) => {
    const place = at.get(key)
    faults.push({ row: line.row, cell: place === undefined ? '' : `${letters(place)}${line.row}`, column: columns.find((each) => each.key === key)?.title ?? key, value: text(key).slice(0, 100), reason })
  }
  const day = (key: string, needed: boolean): IsoDate | null => {
    if (text(key) === '' && !needed) return null
    const found = readDay(text(key))
    if (found === null) fault(key, '不是有效的日期，请写成 2026-03-01')
    return found
  }
  const number = (key: string): number => {
    const found = readNumber(text(key))
    if (found === null) fault(key, '不是数字')
    return found ?? 0
  }
  return { text, fault, day, number, faults }
}

export type ReadPurchase = { readonly row: number; readonly line: Purchase } | { readonly row: number; readonly faults: readonly SheetFault[] }

export function readPurchase(line: Line, at: Where, today: IsoDate): ReadPurchase {
  const { text, fault, day, number, faults } = reader(purchaseColumns, line, at)
  const on = day('on', true)
  if (on !== null && on > today) fault('on', '采购日期在今天之后')
  const [quantity, amount] = [number('quantity'), number('amount')]
  if (text('generic') === '') fault('generic', '没有填写')
  if (faults.length === 0 && (quantity === 0 || Math.sign(quantity) * Math.sign(amount) < 0)) fault('amount', '数量与金额的正负不一致，或数量为零')
  if (on === null || faults.length > 0) return { row: line.row, faults }
  return { row: line.row, line: { on, code: text('code'), generic: text('generic'), form: text('form'), spec: text('spec'), maker: text('maker'), supplier: text('supplier'), orderNumber: text('orderNumber'), quantity, amountCents: centsOf(amount) } }
}

const yes: ReadonlySet<string> = new Set(['是', '中选', '中标', '√', 'y', 'yes', '1', 'true'])

export function readPlatformItem(line: Line, at: Where): { readonly row: number; readonly item: PlatformItem } | { readonly row: number; readonly faults: readonly SheetFault[] } {
  const { text, fault, day, number, faults } = reader(platformColumns, line, at)
  const [fromOn, toOn] = [day('fromOn', true), day('toOn', false)]
  const price = number('price')
  if (price <= 0 && readNumber(text('price')) !== null) fault('price', '价格应大于零')
  if (text('code') === '') fault('code', '没有填写')
  if (text('generic') === '') fault('generic', '没有填写')
  if (fromOn !== null && toOn !== null && toOn < fromOn) fault('toOn', '失效日期早于生效日期')
  if (fromOn === null || faults.length > 0) return { row: line.row, faults }
  return { row: line.row, item: { code: text('code'), generic: text('generic'), form: text('form'), spec: text('spec'), maker: text('maker'), winning: yes.has(text('winning').toLowerCase()), priceCents: centsOf(price), fromOn, toOn } }
}

export const matchAll = (lines: readonly { readonly row: number; readonly line: Purchase }[], list: readonly PlatformItem[]): (Matched & { readonly row: number; readonly line: Purchase })[] => {
  const byCode = Map.groupBy(list, (item) => item.code)
  // A line with a code is judged by the items of that code and of its generic name only: lists hold tens of thousands.
  const byName = Map.groupBy(list, (item) => item.generic.replaceAll(/\s/g, ''))
  return lines.map(({ row, line }) => {
    const near = new Set([...(line.code === '' ? [] : (byCode.get(line.code) ?? [])), ...(byName.get(line.generic.replaceAll(/\s/g, '')) ?? [])])
    return { row, line, ...matchPurchase(line, near.size === 0 && line.code === '' ? list : [...near]) }
  })
}
