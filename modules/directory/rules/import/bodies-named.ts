import type { Actor } from '../../../../kernel/actor.ts'
import { mayManageStaff, type Body } from '../authority.ts'
import type { Reader } from './cells.ts'

export type NamedBody = Body & { readonly name: string; readonly shortName: string; readonly creditCode: string }

/** Finds the body a row speaks of: by credit code, name or short name; the actor's own where the cell is empty. */
export function bodyFinder(bodies: readonly NamedBody[], actor: Actor): (cell: Reader) => NamedBody | null {
  const named = new Map<string, NamedBody | 'several'>()
  const put = (key: string, body: NamedBody) => {
    const before = named.get(key)
    named.set(key, before === undefined || before === body ? body : 'several')
  }
  for (const body of bodies) {
    put(body.creditCode, body)
    put(body.name, body)
    if (body.shortName !== '') put(body.shortName, body)
  }
  const own = bodies.find((each) => each.institutionId === actor.institutionId) ?? null
  return (cell) => {
    const typed = cell.text('body', 100).replaceAll(/\s/g, '')
    const found = typed === '' ? own : (named.get(typed) ?? null)
    if (found === null) cell.fault('body', typed === '' ? '必填' : '目录中没有这个机构')
    else if (found === 'several') cell.fault('body', '有多个机构叫这个名称；请填统一社会信用代码')
    else {
      const no = mayManageStaff(actor, found)
      if (no === null) return found
      cell.fault('body', no.refused === 'directory.institution_closed' ? '该机构已关闭' : '该机构不在您的管理范围内')
    }
    return null
  }
}
