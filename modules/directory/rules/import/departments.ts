import type { Actor } from '../../../../kernel/actor.ts'
import type { IsoDate } from '../../../../kernel/calendar.ts'
import { departmentKindNames, type DepartmentKind } from '../kinds.ts'
import { findSubject, type Subject } from '../subjects.ts'
import { bodyFinder, type NamedBody } from './bodies-named.ts'
import { namesakes, readerOf, type TypedRow } from './cells.ts'
import { blocksRow, differences, keep, type Judged } from './judged.ts'

export type Department = { readonly institutionId: string; readonly id: string; readonly name: string; readonly kind: DepartmentKind; readonly subjectCode: string | null; readonly closedOn: IsoDate | null; readonly revision: number }
export type DepartmentContext = { readonly actor: Actor; readonly bodies: readonly NamedBody[]; readonly existing: readonly Department[]; readonly subjects: readonly Subject[] }
export type DepartmentEntry = { readonly id: string | null; readonly revision: number; readonly institutionId: string; readonly regionCode: string; readonly name: string; readonly kind: DepartmentKind; readonly subjectCode: string | null }

const kindSynonyms: Readonly<Record<string, DepartmentKind>> = {
  临床科室: 'clinical', 医技科室: 'technical', 医疗技术: 'technical', 药房: 'pharmacy', 药剂: 'pharmacy', 药学部门: 'pharmacy', 护理单元: 'nursing', 病区: 'nursing', 职能科室: 'office', 行政: 'office', 行政科室: 'office', 管理: 'office', 行政后勤: 'office',
}

/** Rules DIR-20 to DIR-23 for departments: found again by institution and name. */
export function judgeDepartments(rows: readonly TypedRow[], context: DepartmentContext): Judged<DepartmentEntry>[] {
  const bodyOf = bodyFinder(context.bodies, context.actor)
  const existing = new Map(context.existing.map((each) => [`${each.institutionId}|${each.name}`, each]))
  const read = rows.map((typed) => {
    const cell = readerOf('departments', typed)
    return { row: typed.row, cell, body: bodyOf(cell), name: cell.text('name', 60) }
  })
  const same = namesakes(read, (each) => (each.body === null || each.name === '' ? null : `${each.body.institutionId}|${each.name}`))
  return read.map(({ row, cell, body, name }) => {
    if (name === '') cell.fault('name', '必填')
    if (same.has(row)) cell.fault('name', `与第 ${same.get(row)?.join('、')} 行重复`)
    const present = body === null ? undefined : existing.get(`${body.institutionId}|${name}`)
    if (present !== undefined && present.closedOn !== null) cell.fault('name', `该科室已于 ${present.closedOn} 撤销`)
    const kind = cell.choice('kind', departmentKindNames, kindSynonyms)
    if (kind === null && present === undefined) cell.fault('kind', '必填')
    const written = cell.text('subject', 40)
    const subject = written === '' ? null : findSubject(context.subjects, written)
    if (written !== '' && subject === null) cell.fault('subject', '不在《医疗机构诊疗科目名录》中；请填代码，如 03.01')
    if (body === null || blocksRow(cell.faults)) return { row, faults: cell.faults, action: 'unchanged', entry: null, changes: [] }
    const entry: DepartmentEntry = {
      id: present?.id ?? null, revision: present?.revision ?? 0, institutionId: body.institutionId, regionCode: body.regionCode, name,
      kind: keep(kind, present?.kind, 'clinical'), subjectCode: keep<string | null>(subject?.code ?? null, present?.subjectCode, null),
    }
    const changes = present === undefined ? [] : differences([['科室类别', departmentKindNames[present.kind].zh, departmentKindNames[entry.kind].zh], ['诊疗科目代码', present.subjectCode ?? '', entry.subjectCode ?? '']])
    return { row, faults: cell.faults, action: present === undefined ? 'create' : changes.length > 0 ? 'change' : 'unchanged', entry, changes }
  })
}
