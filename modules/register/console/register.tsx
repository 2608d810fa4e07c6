import { DownloadOutlined, ImportOutlined, PrinterOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { ActButton, useReason } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { registerContract } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { DraftList } from './draft-list.tsx'
import { EntryFigures } from './entry-figures.tsx'
import { EntryFilters } from './entry-filters.tsx'
import { EntryList } from './entry-list.tsx'
import { filtersOf, type Filters } from './filters.ts'
import { PeriodStanding } from './period-standing.tsx'
import { texts } from './texts.ts'

/** One register: what is missing now, its entries, and the ways in and out. */
export function RegisterScreen() {
  const t = useTexts(texts)
  const name = useName()
  const reason = useReason()
  const navigate = useNavigate()
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const me = useRead(identityContract.me)
  const found = useRead(registerContract.loadRegister, { params: { key } })
  const filters = filtersOf(useSearch({ strict: false }))
  if (found.isPending || me.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const view = found.data
  const { definition, blocked } = view
  const title = name(definition.name)
  const isCommission = me.data?.institution?.kind === 'commission'
  const narrowTo = (next: Filters) => void navigate({ to: '.', search: next, replace: true })
  return (
    <Page
      title={title}
      lead={name(definition.why)}
      actions={
        <>
          {definition.open === undefined ? null : <Button href={`/open/${key}`} target="_blank" rel="noreferrer">{t('publicPage')}</Button>}
          {view.retired ? null : blocked.import === null ? <ButtonLink icon={<ImportOutlined />} to="/registers/$key/import" params={{ key }}>{t('import')}</ButtonLink> : <ActButton blocked={blocked.import} icon={<ImportOutlined />}>{t('import')}</ActButton>}
          <ActButton blocked={blocked.export} icon={<DownloadOutlined />} href={urlOf(registerContract.exportEntries, { params: { key }, query: filters })}>{t('export')}</ActButton>
          <ButtonLink icon={<PrinterOutlined />} to="/registers/$key/print" params={{ key }} search={filters}>{t('print')}</ButtonLink>
          {blocked.enter === null ? <ButtonLink color="primary" variant="solid" size="large" className="enter-button" to="/registers/$key/new" params={{ key }}>{t('enter')}</ButtonLink> : null}
        </>
      }
    >
      {view.retired ? <Alert type="warning" showIcon className="page-alert" title={t('retiredSays')} /> : blocked.enter === null ? null : isCommission ? null : <p className="soft">{blocked.enter === 'register.not_yours_to_enter' ? t('readOnly') : blocked.enter === 'register.not_for_this_body' ? t('notHere') : reason(blocked.enter)}</p>}
      <DraftList registerKey={key} />
      <PeriodStanding view={view} region={isCommission} />
      <EntryFilters definition={definition} filters={filters} onChange={narrowTo} institutionId={isCommission ? undefined : me.data?.institution?.id} needsDepartment={view.needsDepartment} />
      <EntryList definition={definition} filters={filters} needsDepartment={view.needsDepartment} withInstitution={isCommission} />
      {definition.totals.length === 0 && isCommission ? null : <Card><EntryFigures definition={definition} filters={filters} /></Card>}
    </Page>
  )
}
