import { Link } from '@tanstack/react-router'
import { Alert, Select } from 'antd'
import type { z } from 'zod'
import { useReason } from '../../../ui/act-button.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { fileContract } from '../contract/files.ts'
import { PrescribingNav } from './figure-nav.tsx'
import { texts } from './file-texts.ts'

type Codes = z.output<(typeof fileContract.listCodes)['reply']>
type Unknown = Codes['unknown'][number]
type Known = Codes['known'][number]

/** What the codes of the hospital's system stand for; those that stand for nobody come first, the most used on top. */
export function CodesScreen() {
  const t = useTexts(texts)
  const found = useRead(fileContract.listCodes)
  const reason = useReason()
  const keep = useDo(fileContract.keepCodes)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('codes')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { known, unknown, departments, staff, blocked } = found.data
  const choices = { department: departments.map((each) => ({ value: each.id, label: each.name })), prescriber: staff.map((each) => ({ value: each.id, label: `${each.name}（${each.number}）` })) }
  const nameOf = (row: Known) => row.itemCode ?? [...departments, ...staff].find((each) => each.id === row.targetId)?.name ?? ''
  const pick = (row: Unknown) => (
    <Select
      aria-label={t('targetOf', { code: row.code })}
      placeholder={t('choosePerson')}
      disabled={blocked.keep !== null || keep.isPending}
      showSearch
      optionFilterProp="label"
      options={choices[row.kind]}
      style={{ width: '100%', minWidth: 180 }}
      onChange={(targetId: string) => keep.mutate({ body: { codes: [{ kind: row.kind, code: row.code, targetId }] } })}
    />
  )
  return (
    <Page title={t('codes')} lead={<span>{t('codesLead')} <Link to="/prescribing/files">{t('back')}</Link></span>}>
      <PrescribingNav />
      {blocked.keep === null ? null : <Alert className="page-alert" type="info" showIcon title={reason(blocked.keep)} />}
      {keep.error === null ? null : <div className="page-alert"><Fault error={keep.error} /></div>}
      <div role="status">{keep.isSuccess ? <Alert className="page-alert" type="success" showIcon title={t('saved')} /> : null}</div>
      <Card title={t('unknown')} flush={unknown.length > 0}>
        {unknown.length === 0 ? <StatusMark tone="good">{t('allKnown')}</StatusMark> : (
          <ListTable<Unknown>
            label={t('unknown')}
            rows={unknown}
            rowKey={(row) => `${row.kind} ${row.code}`}
            columns={[
              { title: t('kind'), key: 'kind', render: (_, row) => t(`k_${row.kind}`) },
              { title: t('code'), key: 'code', render: (_, row) => <code className="cell-value">{row.code === '' ? t('blank') : row.code}</code> },
              { title: t('lines'), key: 'lines', align: 'right', render: (_, row) => row.lines.toLocaleString() },
              { title: t('target'), key: 'target', width: '40%', render: (_, row) => (row.code === '' ? '—' : pick(row)) },
            ]}
            card={(row) => <><div className="row"><span>{t(`k_${row.kind}`)}</span><code className="cell-value">{row.code === '' ? t('blank') : row.code}</code><span className="soft">{`${t('lines')} ${row.lines.toLocaleString()}`}</span></div>{row.code === '' ? null : pick(row)}</>}
          />
        )}
      </Card>
      {known.length === 0 ? null : (
        <Card title={t('known')} flush>
          <ListTable<Known>
            label={t('known')}
            rows={known}
            rowKey={(row) => `${row.kind} ${row.code}`}
            columns={[{ title: t('kind'), key: 'kind', render: (_, row) => t(`k_${row.kind}`) }, { title: t('code'), key: 'code', render: (_, row) => <code className="cell-value">{row.code}</code> }, { title: t('target'), key: 'target', render: (_, row) => nameOf(row) }]}
            card={(row) => <div className="row"><span>{t(`k_${row.kind}`)}</span><code className="cell-value">{row.code}</code><span>{nameOf(row)}</span></div>}
          />
        </Card>
      )}
    </Page>
  )
}
