import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { isForbidden, useReason } from '../../../ui/act-button.tsx'
import { Fault, Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { matterContract } from '../contract.ts'
import { useKinds, type Row } from './kind-names.ts'
import { texts as listTexts } from './list-texts.ts'
import { MatterList } from './matter-list.tsx'
import { MatterNav } from './matter-nav.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...listTexts }
type Search = { institutionId?: string; kind?: string }

/** The commission's Monday: what is late or has climbed up, and the chase for it. */
export function ChaseScreen() {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const query = { ...(typeof search.institutionId === 'string' ? { institutionId: search.institutionId } : {}), ...(typeof search.kind === 'string' ? { kind: search.kind } : {}) }
  const { kinds } = useKinds()
  const pages = usePages(matterContract.listChased, { query: { ...query, limit: 50 } })
  const [chasing, setChasing] = useState<Row | null>(null)
  const go = (part: Search) => void navigate({ to: '/matters/chase', search: Object.fromEntries(Object.entries({ ...query, ...part }).filter(([, value]) => value !== '')), replace: true })
  return (
    <Page title={t('chaseTitle')} lead={t('chaseLead')}>
      <MatterNav />
      <div className="filters touch">
        <RemoteSelect endpoint={directoryContract.listInstitutions} query={(typed) => ({ search: typed, limit: 50 })} label={t('institution')} placeholder={t('allInstitutions')} allowClear {...(query.institutionId === undefined ? {} : { value: query.institutionId })} onChange={(institutionId: string | undefined) => go({ institutionId: institutionId ?? '' })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
        <Select aria-label={t('kind')} value={query.kind ?? ''} onChange={(kind) => go({ kind })} options={[{ value: '', label: t('anyKind') }, ...kinds.map((kind) => ({ value: kind.key, label: name(kind.name) }))]} />
      </div>
      <MatterList pages={pages} label={t('chaseTitle')} empty={t('chaseNone')} withInstitution act={(row) => <Button aria-label={t('chaseOf', { number: row.number })} onClick={() => setChasing(row)}>{t('chase')}</Button>} />
      {chasing === null ? null : <Chasing key={chasing.id} row={chasing} onClose={() => setChasing(null)} />}
    </Page>
  )
}

/** The dialog of the chase, read with the matter itself: the move and what it requires come from its kind. */
function Chasing({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useTexts(texts)
  const reason = useReason()
  const { of } = useKinds()
  const found = useRead(matterContract.loadMatter, { params: { institutionId: row.institutionId, matterId: row.id } })
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return null
  const move = found.data.moves.find((each) => each.effect === 'chase' && each.mine)
  if (move === undefined || move.blocked !== null) return <Fault error={new Error(move === undefined || isForbidden(move.blocked) ? t('chaseNot') : (reason(move.blocked) ?? t('chaseNot')))} />
  return <MoveDialog matter={found.data} move={move} kind={of(row.kind)} reload={() => found.refetch()} onClose={onClose} />
}
