import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../contract.ts'
import { texts } from './texts.ts'

type Field = { institutionId: string; value?: string; onChange?: (id: string | undefined) => void; id?: string }

/** Finds a person of an institution by name, pinyin or number. */
export function PersonField({ institutionId, ...field }: Field) {
  const t = useTexts(texts)
  return (
    <RemoteSelect
      {...field}
      endpoint={directoryContract.listStaff}
      query={(search) => ({ institutionId, search, limit: 30 })}
      placeholder={t('searchPerson')}
      options={(reply) => reply.rows.map((person) => ({ value: person.id, label: [person.name, person.employeeNumber, person.posts.map((post) => post.title).join('、')].filter(Boolean).join(' · ') }))}
    />
  )
}

/** A vacant post of the institution: who moves needs a free one. */
export function VacantPostField({ institutionId, without, ...field }: Field & { without?: string }) {
  return (
    <RemoteSelect
      {...field}
      endpoint={directoryContract.listPosts}
      query={(search) => ({ institutionId, search, state: 'vacant' as const, limit: 50 })}
      options={(reply) => reply.rows.filter((post) => post.id !== without).map((post) => ({ value: post.id, label: [post.title, post.departmentName].filter(Boolean).join(' · ') }))}
    />
  )
}

export function DepartmentField({ institutionId, allText, ...field }: Field & { allText: string }) {
  return (
    <RemoteSelect
      {...field}
      endpoint={directoryContract.listDepartments}
      query={(search) => ({ institutionId, search, limit: 100 })}
      label={allText}
      placeholder={allText}
      allowClear
      options={(reply) => reply.rows.map((department) => ({ value: department.id, label: department.name }))}
    />
  )
}
