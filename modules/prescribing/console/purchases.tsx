import { Link } from '@tanstack/react-router'
import { Alert, Button, Form, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { FileField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { purchaseContract, type PurchaseFileRow, type PurchaseLineRow, type SheetFaultView } from '../contract/purchase.ts'
import { PrescribingNav, showCount, showYuan } from './figure-nav.tsx'
import { texts } from './guard-texts.ts'

type Line = z.output<typeof PurchaseLineRow>
type File_ = z.output<typeof PurchaseFileRow>
type Fault_ = z.output<typeof SheetFaultView>
const shows = ['found', 'check', 'all'] as const
const tones = { ordered: 'good', 'off-platform': 'bad', 'off-bid': 'bad', 'over-price': 'warn', 'to-check': 'wait' } as const
const accept = '.xlsx,.xls,.csv'

/** What was bought against the list of the platform, and what became of it. */
export function PurchasesScreen() {
  const t = useTexts(texts)
  const [show, setShow] = useState<(typeof shows)[number]>('found')
  const [institutionId, setInstitution] = useState<string | undefined>(undefined)
  const [importing, setImporting] = useState<'purchases' | 'list' | null>(null)
  const [said, setSaid] = useState<{ text: string; rejects: readonly Fault_[] } | null>(null)
  const found = useRead(purchaseContract.listPurchases, { query: { show, ...(institutionId === undefined ? {} : { institutionId }) } })
  const buy = useDo(purchaseContract.importPurchases, (done) => {
    setImporting(null)
    setSaid({ text: t('imported', { lines: done.lines, same: done.same, rejects: done.rejects.length, found: done.found, matter: done.matterNumber === null ? '' : t('matter', { number: done.matterNumber }) }), rejects: done.rejects })
  })
  const list = useDo(purchaseContract.importPlatformList, (done) => {
    setImporting(null)
    setSaid({ text: t('listImported', { items: done.items, rejects: done.rejects.length }), rejects: done.rejects })
  })
  const view = found.data
  const required = useRequired()
  return (
    <Page
      title={t('purchases')}
      lead={t('purchasesLead')}
      actions={view === undefined ? undefined : (
        <>
          <Button href={urlOf(purchaseContract.purchaseTemplate, { query: { of: view.isCommission ? 'platform' : 'purchases' } })}>{t('template')}</Button>
          {view.isCommission ? <ActButton blocked={view.blocked.importList} type="primary" onClick={() => setImporting('list')}>{t('importList')}</ActButton> : <ActButton blocked={view.blocked.importPurchases} type="primary" onClick={() => setImporting('purchases')}>{t('importPurchases')}</ActButton>}
        </>
      )}
    >
      <PrescribingNav />
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {said === null ? null : <Alert className="page-alert" type={said.rejects.length > 0 ? 'warning' : 'success'} showIcon closable={{ onClose: () => setSaid(null) }} title={said.text} />}
      {said === null || said.rejects.length === 0 ? null : <Rejects rows={said.rejects} />}
      {view === undefined ? (found.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state">
            <Segmented aria-label={t('show')} value={show} onChange={setShow} options={shows.map((each) => ({ value: each, label: t(`f_${each}`) }))} />
            {view.houses.length === 0 ? <span>{view.institutionName}</span> : <Select aria-label={t('house')} value={view.institutionId} onChange={setInstitution} showSearch={{ optionFilterProp: 'label' }} options={[...(view.isCommission ? [{ value: view.institutionId, label: view.institutionName }] : []), ...view.houses.map((each) => ({ value: each.id, label: each.name }))]} style={{ minWidth: 200 }} />}
          </div>
          <Lines rows={view.rows} blocked={view.blocked.decide} />
          <Files rows={view.files} institutionId={view.institutionId} />
          {view.months.length === 0 ? null : <Months rows={view.months} />}
          <Card title={t('lists')}>{view.lists.length === 0 ? <p className="soft">{t('listsEmpty')}</p> : <ul className="plain">{view.lists.map((each) => <li key={each.id}>{`${each.name} · ${t('items', { n: each.items })} · ${each.madeName} ${showInstant(each.madeAt)}`}</li>)}</ul>}</Card>
        </>
      )}
      {importing === null ? null : (
        <FormDialog<{ files: File[] }> open title={t(importing === 'list' ? 'importList' : 'importPurchases')} okText={t('importNow')} onCancel={() => setImporting(null)} onSubmit={({ files }) => (importing === 'list' ? list : buy).mutateAsync({ files })}>
          <Form.Item name="files" label={t('file')} rules={[{ ...required(t('file')), type: 'array', whitespace: false }]}><FileField accept={accept} chooseText={t('chooseFile')} /></Form.Item>
        </FormDialog>
      )}
    </Page>
  )
}

function Lines({ rows, blocked }: { rows: readonly Line[]; blocked: string | null }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const decide = useDo(purchaseContract.decidePurchase)
  const mark = (row: Line) => <StatusMark tone={tones[row.verdict]}>{t(`v_${row.verdict}`)}</StatusMark>
  const acts = (row: Line) => (row.verdict !== 'to-check' || blocked !== null ? null : <span className="figure-picks">{[true, false].map((onList) => <Button key={String(onList)} size="small" loading={decide.isPending} onClick={() => decide.mutate({ params: { fileId: row.fileId, lineNo: row.lineNo }, body: { onList } })}>{t(onList ? 'isListed' : 'notListed')}</Button>)}</span>)
  const product = (row: Line) => <>{row.generic}<div className="soft small">{[row.spec, row.maker, row.code].filter(Boolean).join(' · ')}</div></>
  return (
    <Card title={t('verdict')} flush>
      {decide.error === null ? null : <Fault error={decide.error} />}
      <ListTable<Line>
        label={t('verdict')}
        rows={rows}
        rowKey={(row) => `${row.fileId} ${row.lineNo}`}
        empty={t('rowsEmpty')}
        columns={[
          { title: t('on'), width: 130, render: (_, row) => showDate(row.on, locale) }, { title: t('item'), width: 260, render: (_, row) => product(row) }, { title: t('supplier'), width: 170, render: (_, row) => row.supplier }, { title: t('quantity'), width: 100, align: 'right', render: (_, row) => <span className="number">{showCount(Number(row.quantity))}</span> },
          { title: t('amount'), width: 130, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> }, { title: t('verdict'), width: 230, render: (_, row) => <>{mark(row)}{acts(row)}</> },
        ]}
        card={(row) => <div><div className="row">{mark(row)}<span className="number">{showYuan(row.amountCents)}</span></div>{product(row)}<div className="soft">{`${showDate(row.on, locale)} ${row.supplier}`}</div>{acts(row)}</div>}
      />
    </Card>
  )
}

function Files({ rows, institutionId }: { rows: readonly File_[]; institutionId: string }) {
  const t = useTexts(texts)
  const ledger = (row: File_) => (row.matterId === null ? '—' : <Link to="/matters/$institutionId/$matterId" params={{ institutionId, matterId: row.matterId }}>{row.matterNumber}</Link>)
  return (
    <Card title={t('files')} flush>
      <ListTable<File_>
        label={t('files')}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t('filesEmpty')}
        columns={[{ title: t('file'), render: (_, row) => <>{row.name}<div className="soft small">{`${row.madeName} ${showInstant(row.madeAt)}`}</div></> }, { title: t('fileLines'), width: 100, align: 'right', render: (_, row) => <span className="number">{row.lines}</span> }, { title: t('reason'), width: 150, render: (_, row) => (row.rejects.length === 0 ? '—' : t('rejects', { n: row.rejects.length })) }, { title: t('finding'), width: 170, render: (_, row) => ledger(row) }]}
        card={(row) => <div><b>{row.name}</b><div>{t('fileLines')} <span className="number">{row.lines}</span></div><div>{ledger(row)}</div></div>}
      />
    </Card>
  )
}

function Rejects({ rows }: { rows: readonly Fault_[] }) {
  const t = useTexts(texts)
  return (
    <Card title={t('rejects', { n: rows.length })} flush>
      <ListTable<Fault_>
        label={t('rejects', { n: rows.length })}
        rows={rows}
        rowKey={(row) => `${row.cell} ${row.reason}`}
        columns={[{ title: t('place'), width: 160, render: (_, row) => <span className="number">{`${row.cell} ${row.column}`}</span> }, { title: t('what'), width: 200, render: (_, row) => <code className="cell-value">{row.value}</code> }, { title: t('reason'), render: (_, row) => row.reason }]}
        card={(row) => <div><b className="number">{`${row.cell} ${row.column}`}</b><div><code className="cell-value">{row.value}</code></div><div>{row.reason}</div></div>}
      />
    </Card>
  )
}

type Month = z.output<(typeof purchaseContract.listPurchases)['reply']>['months'][number]

/** Rule PR-79: which months of purchases are public, and the step that makes them so. */
function Months({ rows }: { rows: readonly Month[] }) {
  const t = useTexts(texts)
  const publish = useDo(purchaseContract.publishPurchases)
  const shown = (row: Month) => (row.madeAt === null ? t('notShown') : t('shownAs', { n: row.version, at: showInstant(row.madeAt) }))
  const act = (row: Month) => <ActButton size="small" blocked={row.blocked} loading={publish.isPending} aria-label={`${t('publishMonth')} ${row.month.slice(0, 7)}`} onClick={() => publish.mutate({ body: { month: row.month } })}>{t('publishMonth')}</ActButton>
  return (
    <Card title={t('monthsPublic')} flush>
      <p className="card-note soft">{t('monthsPublicLead')}</p>
      {publish.error === null ? null : <Fault error={publish.error} />}
      <ListTable<Month>
        label={t('monthsPublic')}
        rows={rows}
        rowKey={(row) => row.month}
        columns={[
          { title: t('month'), width: 120, render: (_, row) => <span className="number">{row.month.slice(0, 7)}</span> }, { title: t('fileLines'), width: 100, align: 'right', render: (_, row) => <span className="number">{row.lines}</span> },
          { title: t('amount'), width: 150, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> }, { title: t('monthsPublic'), width: 240, render: (_, row) => shown(row) }, { title: t('publishMonth'), width: 130, render: (_, row) => act(row) },
        ]}
        card={(row) => <div><div className="row"><b className="number">{row.month.slice(0, 7)}</b><span className="number">{showYuan(row.amountCents)}</span></div><div className="soft">{shown(row)}</div>{act(row)}</div>}
      />
    </Card>
  )
}
