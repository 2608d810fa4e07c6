import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { directoryContract } from '../../directory/contract.ts'

type Choice = { placeholder: string; value?: string; onChange?: (id: string | undefined) => void; id?: string }
type Field = Choice & { institutionId: string }

/** Finds a person of the house by name, pinyin or number. */
export const PersonField = ({ institutionId, ...field }: Field) => (
  <RemoteSelect
    {...field}
    endpoint={directoryContract.listStaff}
    query={(search) => ({ institutionId, search, limit: 30 })}
    options={(reply) => reply.rows.map((person) => ({ value: person.id, label: [person.name, person.employeeNumber, person.posts.map((post) => post.title).join('、')].filter(Boolean).join(' · ') }))}
  />
)

export const DepartmentField = ({ institutionId, ...field }: Field) => (
  <RemoteSelect {...field} endpoint={directoryContract.listDepartments} query={(search) => ({ institutionId, search, limit: 100 })} options={(reply) => reply.rows.map((department) => ({ value: department.id, label: department.name }))} />
)

/** A house that may be nominated; `region` narrows to whom the commission supervises. */
export const HouseField = ({ region, ...field }: Choice & { region: string | null }) => (
  <RemoteSelect
    {...field}
    endpoint={directoryContract.listInstitutions}
    query={(search) => ({ search, limit: 50, ...(region === null ? {} : { region }) })}
    options={(reply) => reply.rows.filter((body) => body.kind !== 'commission').map((body) => ({ value: body.id, label: body.name }))}
  />
)
