import { Link } from '@tanstack/react-router'
import { Alert, Select } from 'antd'
import type { z } from 'zod'
import { useReason } from '../../../ui/act-button.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { drugContract } from '../contract/drugs.ts'
import { fileContract } from '../contract/files.ts'
import { PrescribingNav } from './figure-nav.tsx'
import './files.css'
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
  const off = blocked.keep !== null || keep.isPending
  const say = (kind: Known['kind'], code: string, target: string) => keep.mutate({ body: { codes: [{ kind, code, ...(kind === 'item' ? { itemCode: target } : { targetId: target }) }] } })
  const pick = (kind: Known['kind'], code: string, value: string | null) =>
    kind === 'item' ? (
      <div className="code-pick"><RemoteSelect endpoint={drugContract.listDrugs} label={t('targetOf', { code })} placeholder={t('chooseDrug')} disabled={off} query={(search) => ({ search, limit: 20 })} options={(reply) => reply.rows.map((drug) => ({ value: drug.code, label: `${drug.name}（${drug.code}）` }))} {...(value === null ? {} : { value, known: { value, label: value } })} onChange={(target) => (target === undefined ? undefined : say(kind, code, target))} /></div>
    ) : (
      <Select aria-label={t('targetOf', { code })} placeholder={t('choosePerson')} disabled={off} showSearch={{ optionFilterProp: 'label' }} options={choices[kind]} style={{ width: '100%', minWidth: 180 }} {...(value === null ? {} : { value })} onChange={(target: string) => say(kind, code, target)} />
    )
  const codeText = (code: string) => <code className="cell-value wrap-anywhere">{code === '' ? t('blank') : code}</code>
  return (
    <Page title={t('codes')} lead={<span>{t('codesLead')} <Link to="/prescribing/files">{t('back')}</Link></span>}>
      <PrescribingNav />
      {blocked.keep === null ? null : <Alert className="page-alert" type="info" showIcon title={reason(blocked.keep)} />}
      {keep.error === null ? null : <div className="page-alert"><Fault error={keep.error} /></div>}
      <div role="status">{keep.isSuccess ? <Alert className="page-alert" type="success" showIcon title={t('saved')} /> : null}</div>
      {unknown.some((row) => row.kind === 'item') ? <p className="soft">{t('itemsSay')}</p> : null}
      <Card title={t('unknown')} flush={unknown.length > 0}>
        {unknown.length === 0 ? <StatusMark tone="good">{t('allKnown')}</StatusMark> : (
          <ListTable<Unknown>
            label={t('unknown')}
            rows={unknown}
            rowKey={(row) => `${row.kind} ${row.code}`}
            columns={[
              { title: t('kind'), key: 'kind', render: (_, row) => t(`k_${row.kind}`) },
              { title: t('code'), key: 'code', render: (_, row) => <>{codeText(row.code)}{row.name === '' ? null : <div className="soft small">{row.name}</div>}</> },
              { title: t('lines'), key: 'lines', align: 'right', render: (_, row) => row.lines.toLocaleString() },
              { title: t('target'), key: 'target', width: '40%', render: (_, row) => (row.code === '' ? '—' : pick(row.kind, row.code, null)) },
            ]}
            card={(row) => <><div className="row"><span>{t(`k_${row.kind}`)}</span>{codeText(row.code)}<span className="soft">{`${row.name} ${t('lines')} ${row.lines.toLocaleString()}`}</span></div>{row.code === '' ? null : pick(row.kind, row.code, null)}</>}
          />
        )}
      </Card>
      {known.length === 0 ? null : (
        <Card title={t('known')} flush>
          <ListTable<Known>
            label={t('known')}
            rows={known}
            rowKey={(row) => `${row.kind} ${row.code}`}
            columns={[{ title: t('kind'), key: 'kind', render: (_, row) => t(`k_${row.kind}`) }, { title: t('code'), key: 'code', render: (_, row) => codeText(row.code) }, { title: t('target'), key: 'target', width: '40%', render: (_, row) => pick(row.kind, row.code, row.targetId ?? row.itemCode) }]}
            card={(row) => <><div className="row"><span>{t(`k_${row.kind}`)}</span>{codeText(row.code)}</div>{pick(row.kind, row.code, row.targetId ?? row.itemCode)}</>}
          />
        </Card>
      )}
    </Page>
  )
}
