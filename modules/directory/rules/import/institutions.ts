import type { Actor } from '../../../../kernel/actor.ts'
import { checkRegionCode } from '../../../../kernel/region.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { mayManageInstitution } from '../authority.ts'
import { readCreditCode, type Institution, type InstitutionFacts } from '../bodies.ts'
import { institutionKindNames, institutionLevelNames, ownershipNames, type InstitutionKind, type InstitutionLevel, type Ownership } from '../kinds.ts'
import { namesakes, readerOf, type Reader, type TypedRow } from './cells.ts'
import { blocksRow, differences, keep, type Judged } from './judged.ts'

export type InstitutionContext = {
  readonly actor: Actor
  /** Codes of the regions concerned. */
  readonly regions: ReadonlySet<string>
  /** Those with a code or a name that occurs in the file. */
  readonly existing: readonly Institution[]
}
export type InstitutionEntry = { readonly id: string | null; readonly revision: number; readonly facts: InstitutionFacts }

const kindSynonyms: Readonly<Record<string, InstitutionKind>> = {
  医院: 'general', 中医院: 'traditional', 中西医结合医院: 'traditional', 民族医医院: 'traditional', 妇幼保健计划生育服务中心: 'maternal_child', 妇幼保健院所: 'maternal_child', 妇幼保健所: 'maternal_child', 卫生院: 'township',
  乡镇中心卫生院: 'township', 社区卫生服务中心: 'community', 社区卫生服务站: 'community', 诊所: 'clinic', 门诊部: 'clinic', 村卫生室: 'clinic',
}
const levelSynonyms: Readonly<Record<string, InstitutionLevel>> = { 三级甲等: 'three', 三甲: 'three', 三级乙等: 'three', 三乙: 'three', 二级甲等: 'two', 二甲: 'two', 二级乙等: 'two', 二乙: 'two', 一级甲等: 'primary', 未评级: 'none', 无: 'none', 未定等: 'none' }
const ownershipSynonyms: Readonly<Record<string, Ownership>> = { 公办: 'public', 国有: 'public', 集体: 'public', 政府办: 'public', 私立: 'private', 民办: 'private', 社会办: 'private', 私营: 'private', 非公立: 'private' }

/** The code in its canonical form, for look-up before the row is judged; null where it cannot be one. */
export function creditCodeOf(typed: TypedRow): string | null {
  const read = readCreditCode(typed.cells['creditCode'] ?? '')
  return isRefusal(read) ? null : read.value
}

/** Rules DIR-20 to DIR-23 for institutions: found again by their credit code; a commission is never imported. */
export function judgeInstitutions(rows: readonly TypedRow[], context: InstitutionContext): Judged<InstitutionEntry>[] {
  const byCode = new Map(context.existing.map((each) => [each.creditCode, each]))
  const byName = new Map(context.existing.map((each) => [each.name, each]))
  const sameCode = namesakes(rows, creditCodeOf)
  const sameName = namesakes(rows, (row) => row.cells['name']?.trim() || null)
  return rows.map((typed) => {
    const cell = readerOf('institutions', typed)
    const creditCode = readCode(cell, typed)
    const present = creditCode === null ? undefined : byCode.get(creditCode)
    const facts = readFacts(cell, creditCode ?? '', present)
    const namesake = byName.get(facts.name)
    if (facts.name !== '' && namesake !== undefined && namesake.creditCode !== creditCode) cell.fault('name', `目录中已有同名机构，其信用代码是 ${namesake.creditCode}`)
    if (sameCode.has(typed.row)) cell.fault('creditCode', `与第 ${sameCode.get(typed.row)?.join('、')} 行重复`)
    else if (sameName.has(typed.row)) cell.fault('name', `与第 ${sameName.get(typed.row)?.join('、')} 行重复`)
    checkAgainst(cell, facts, present, context)
    if (blocksRow(cell.faults)) return { row: typed.row, faults: cell.faults, action: 'unchanged', entry: null, changes: [] }
    const changes = present === undefined ? [] : changesOf(present, facts)
    const action = present === undefined ? 'create' : changes.length > 0 ? 'change' : 'unchanged'
    return { row: typed.row, faults: cell.faults, action, changes, entry: { id: present?.id ?? null, revision: present?.revision ?? 0, facts } }
  })
}

function readCode(cell: Reader, typed: TypedRow): string | null {
  const written = cell.text('creditCode', 40)
  if (written === '') {
    cell.fault('creditCode', '必填')
    return null
  }
  const read = readCreditCode(written)
  if (isRefusal(read)) {
    cell.fault('creditCode', read.detail ?? '')
    return null
  }
  if (read.remark !== null) cell.fault('creditCode', read.remark, 'warning')
  return typed.odd['creditCode'] === undefined ? read.value : null
}

function readFacts(cell: Reader, creditCode: string, present: Institution | undefined): InstitutionFacts {
  const name = cell.text('name', 100)
  if (name === '') cell.fault('name', '必填')
  const region = cell.text('region', 20).normalize('NFKC').replaceAll(/\s/g, '')
  const kind = cell.choice('kind', institutionKindNames, kindSynonyms)
  if (region === '' && present === undefined) cell.fault('region', '必填')
  if (kind === null && present === undefined) cell.fault('kind', '必填')
  if (kind === 'commission' && present?.kind !== 'commission') cell.fault('kind', '卫生健康委不能通过导入建立')
  const kept = (typed: string, before: string | undefined, otherwise = '') => keep(typed === '' ? null : typed, before, otherwise)
  return {
    name, creditCode,
    shortName: kept(cell.text('shortName', 40), present?.shortName, name.slice(0, 40)),
    regionCode: kept(region, present?.regionCode),
    kind: keep(kind, present?.kind, 'other'),
    level: keep(cell.choice('level', institutionLevelNames, levelSynonyms), present?.level, 'none'),
    ownership: keep(cell.choice('ownership', ownershipNames, ownershipSynonyms), present?.ownership, 'public'),
    beds: keep(cell.whole('beds', 20_000), present?.beds, 0),
    address: kept(cell.text('address', 200), present?.address),
    phone: kept(cell.text('phone', 40), present?.phone),
  }
}

function checkAgainst(cell: Reader, facts: InstitutionFacts, present: Institution | undefined, context: InstitutionContext): void {
  if (facts.regionCode !== '') {
    if (!checkRegionCode(facts.regionCode).ok || !context.regions.has(facts.regionCode)) cell.fault('region', '行政区划代码不在目录中（应为 6 位数字）')
    else if (mayManageInstitution(context.actor, { institutionId: '', regionCode: facts.regionCode }) !== null) cell.fault('region', '不在您的管理范围内')
  }
  if (present === undefined) return
  if (mayManageInstitution(context.actor, { institutionId: present.id, regionCode: present.regionCode }) !== null) cell.fault('creditCode', '该机构已存在，且不在您的管理范围内')
  else if (!present.active) cell.fault('creditCode', '该机构已关闭；请先恢复')
  else if (facts.regionCode !== present.regionCode) cell.fault('region', `机构的行政区划不能更改（现为 ${present.regionCode}）`)
  else if ((facts.kind === 'commission') !== (present.kind === 'commission')) cell.fault('kind', '卫生健康委与医疗机构不能互相改换')
}

const changesOf = (before: Institution, after: InstitutionFacts): string[] =>
  differences([
    ['机构名称', before.name, after.name],
    ['简称', before.shortName, after.shortName],
    ['机构类别', institutionKindNames[before.kind].zh, institutionKindNames[after.kind].zh],
    ['级别', institutionLevelNames[before.level].zh, institutionLevelNames[after.level].zh],
    ['所有制', ownershipNames[before.ownership].zh, ownershipNames[after.ownership].zh],
    ['床位数', String(before.beds), String(after.beds)],
    ['地址', before.address, after.address],
    ['电话', before.phone, after.phone],
  ])
