import { Modal } from 'antd'
import { useState } from 'react'
import { Fault, Loading } from '../../../../ui/page.tsx'
import { SearchField } from '../../../../ui/fields.tsx'
import { useRead } from '../../../../ui/query.ts'
import { useTexts } from '../../../../ui/texts.ts'
import { directoryContract } from '../../../directory/contract.ts'
import { texts } from '../form-texts.ts'
import type { Person } from '../paste-names.ts'
import { peopleOfDepartment } from '../people-search.ts'

/** Everybody of a department at a stroke; whoever was absent is taken out afterwards. */
export function DepartmentDialog({ institutionId, onAdd, onClose }: { institutionId: string; onAdd: (people: readonly Person[]) => void; onClose: () => void }) {
  const t = useTexts(texts)
  const [search, setSearch] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const found = useRead(directoryContract.listDepartments, { query: { institutionId, limit: 500 } })
  const rows = (found.data?.rows ?? []).filter((row) => row.name.includes(search))
  const take = async (departmentId: string) => {
    setBusy(true)
    setError(null)
    try {
      onAdd(await peopleOfDepartment(institutionId, departmentId))
      onClose()
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('wholeDepartment')} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="dialog-hint">{t('wholeHint')}</p>
      <SearchField label={t('findDepartment')} value={search} onSearch={setSearch} />
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {error === null ? null : <Fault error={error} />}
      {found.isPending && found.error === null ? <Loading /> : (
        <ul className="pick-rows">
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" disabled={busy || row.staff === 0} onClick={() => void take(row.id)}>
                <span>{row.name}</span>
                <span className="soft number">{t('staffCount', { n: row.staff })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
