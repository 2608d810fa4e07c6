import type { z } from 'zod'
import { useRead } from '../../../ui/query.ts'
import { identityContract } from '../../identity/contract.ts'
import { registerContract, type MissingRow } from '../contract.ts'
import { useMyself } from './people-search.ts'

type Missing = z.output<typeof MissingRow>
type Unit = Missing['missing'][number]

/** What the running period still wants of me: of the departments of my posts, and of me as a person. */
export type Owed = {
  /** I act for departments, so their standing says more to me than that of the whole body. */
  readonly byDepartment: boolean
  of(registerKey: string): readonly Unit[]
  isMine(unit: Unit): boolean
}

export function useOwed(): Owed {
  const me = useRead(identityContract.me)
  const missing = useRead(registerContract.listMissing)
  const myself = useMyself(me.data?.institution?.id ?? '')
  const departments = new Set(me.data?.posts.flatMap((post) => (post.departmentId === null ? [] : [post.departmentId])))
  const wholeBody = me.data?.posts.some((post) => post.departmentId === null) ?? true
  const isMine = (unit: Unit) => (unit.departmentId !== null && departments.has(unit.departmentId)) || (unit.staffId !== null && unit.staffId === myself?.id)
  return {
    byDepartment: !wholeBody && departments.size > 0,
    isMine,
    of: (registerKey) => (missing.data?.rows ?? []).filter((row) => row.registerKey === registerKey && row.period.state === 'running').flatMap((row) => row.missing.filter(isMine)),
  }
}
