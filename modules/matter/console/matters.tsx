import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../../ui/page.tsx'
import { usePages, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { identityContract } from '../../identity/contract.ts'
import { matterContract } from '../contract.ts'
import { filtersOf, isFiltered, type Filters } from './filters.ts'
import { useKinds, type Row } from './kind-names.ts'
import { texts as listTexts } from './list-texts.ts'
import { MatterFilters } from './matter-filters.tsx'
import { MatterList } from './matter-list.tsx'
import { MatterNav } from './matter-nav.tsx'
import { PickBar, PickBox, usePicking } from './merge-many.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...listTexts }

/** The work list: what is due first stands first. */
export function MattersScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const filters = filtersOf(useSearch({ strict: false }))
  const me = useRead(identityContract.me)
  const { kinds } = useKinds()
  const isCommission = me.data?.institution?.kind === 'commission'
  const counts = useRead(matterContract.countMatters, { query: filters.institutionId === undefined ? {} : { institutionId: filters.institutionId } })
  const pages = usePages(matterContract.listMatters, { query: { ...filters, limit: 50 } })
  const picking = usePicking()
  const go = (next: Filters) => void navigate({ to: '/matters', search: next, replace: true })
  const mayEnter = kinds.some((kind) => kind.mayEnter)
  const takesCalls = kinds.some((kind) => kind.mayEnter && kind.hasAuthor && kind.channels.includes('phone'))
  return (
    <Page
      title={t('title')}
      lead={t(isCommission ? 'leadCommission' : 'lead')}
      actions={mayEnter ? <>{takesCalls ? <ButtonLink color="primary" variant="solid" to="/matters/new" search={{ channel: 'phone' }}>{t('enterPhone')}</ButtonLink> : null}<ButtonLink to="/matters/new">{t('enter')}</ButtonLink></> : undefined}
    >
      <MatterNav />
      <MatterFilters filters={filters} onChange={go} kinds={kinds} counts={counts.data} isCommission={isCommission} ownBody={me.data?.institution?.id} />
      {mayEnter ? <PickBar picking={picking} /> : null}
      <MatterList pages={pages} label={t('list')} empty={t(isFiltered(filters) ? 'noneFound' : 'none')} withInstitution={isCommission} {...(picking.on ? { act: (row: Row) => <PickBox picking={picking} row={row} /> } : {})} />
    </Page>
  )
}
