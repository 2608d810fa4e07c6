import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { call } from '../../../ui/call.ts'
import { useRead } from '../../../ui/query.ts'
import { directoryContract, type StaffRow } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import type { Person } from './paste-names.ts'

type Row = z.output<typeof StaffRow>

/** What a field shows of a person: the name, and what tells namesakes apart. */
const personOf = (row: Row): Person => {
  const [post] = row.posts
  return { id: row.id, name: row.name, employeeNumber: row.employeeNumber, department: post?.departmentName ?? '', note: [post?.departmentName, row.title || post?.title, row.employeeNumber].filter(Boolean).join(' · ') }
}
export const optionOf = (person: Person) => ({ value: person.id, label: person.name, note: person.note })

/** Those that were looked up since the page was opened: offered where there is no network. */
const seen = new Map<string, Map<string, Person>>()

function remember(institutionId: string, people: readonly Person[]): void {
  const known = seen.get(institutionId) ?? new Map<string, Person>()
  for (const person of people) known.set(person.id, person)
  seen.set(institutionId, known)
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** People in post whose name, pinyin or number fits. */
export function usePeople(institutionId: string, typed: string): { people: readonly Person[]; loading: boolean; offline: boolean } {
  const search = useSettled(typed)
  const found = useRead(directoryContract.listStaff, { query: { institutionId, limit: 20, ...(search === '' ? {} : { search }) } })
  const people = found.data?.rows.map(personOf)
  useEffect(() => {
    if (people !== undefined) remember(institutionId, people)
  })
  if (people !== undefined) return { people, loading: found.isFetching || search !== typed, offline: false }
  const offline = found.fetchStatus === 'paused' || found.error !== null
  const known = offline ? [...(seen.get(institutionId)?.values() ?? [])].filter((person) => person.name.includes(typed) || person.employeeNumber.includes(typed)) : []
  return { people: known, loading: !offline, offline }
}

const everybodyOf = async (query: { institutionId: string; departmentId?: string }): Promise<Person[]> => {
  const people: Person[] = []
  let after: string | undefined
  do {
    const page = await call(directoryContract.listStaff, { query: { ...query, limit: 500, ...(after === undefined ? {} : { after }) } })
    people.push(...page.rows.map(personOf))
    after = page.next ?? undefined
  } while (after !== undefined)
  remember(query.institutionId, people)
  return people
}

/** The whole roster, for matching a pasted list; up to some thousand people. */
export const useRoster = (institutionId: string, enabled: boolean) => useQuery({ queryKey: ['register-roster', institutionId], queryFn: () => everybodyOf({ institutionId }), enabled, staleTime: 300_000 })

export const peopleOfDepartment = (institutionId: string, departmentId: string): Promise<Person[]> => everybodyOf({ institutionId, departmentId })

/** The person who sits at this screen, as the roster knows them: recognised by a post they hold. */
export function useMyself(institutionId: string): Person | null {
  const me = useRead(identityContract.me)
  const name = me.data?.name ?? ''
  const found = useRead(directoryContract.listStaff, { query: { institutionId, search: name, limit: 20 } }, { enabled: name !== '' && me.data?.institution?.id === institutionId })
  const held = new Set(me.data?.posts.map((post) => post.postId))
  const row = found.data?.rows.find((each) => each.posts.some((post) => held.has(post.postId)))
  return row === undefined ? null : personOf(row)
}
