import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Form } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { FileField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { clinicContract, type SheetPreview } from '../contract/clinics.ts'
import { texts as importTexts } from './schedule-import-texts.ts'
import { ScheduleNav } from './schedule-nav.tsx'
import { useRuleLine } from './schedule-rules.tsx'
import { texts as shared } from './schedule-texts.ts'

const texts = { ...shared, ...importTexts }
type Preview = z.output<typeof SheetPreview>

/** A schedule from a sheet: first what it would do, then, where no cell is wrong, all of it. */
export function ScheduleImportScreen() {
  const t = useTexts(texts)
  const [file, setFile] = useState<File | null>(null)
  const preview = useDo(clinicContract.previewSchedule)
  const take = useDo(clinicContract.importSchedule)
  const choose = (files: File[]) => {
    const [first] = files
    setFile(first ?? null)
    take.reset()
    preview.reset()
    if (first !== undefined) preview.mutate({ files: [first] })
  }
  const seen = preview.data
  const failed = take.error ?? preview.error
  return (
    <Page title={t('n_import')} lead={t('importLead')} actions={<Button icon={<DownloadOutlined />} href={urlOf(clinicContract.scheduleTemplate, {})}>{t('template')}</Button>}>
      <ScheduleNav />
      <Card>
        <Form layout="vertical"><Form.Item label={t('file')}><FileField accept=".xlsx,.xls,.csv" chooseText={t('choose')} value={file === null ? [] : [file]} onChange={choose} /></Form.Item></Form>
        <div aria-live="polite">
          {failed === null ? null : <Fault error={failed} />}
          {take.data === undefined ? null : <Alert type="success" showIcon title={t('importDone', take.data)} />}
          {seen === undefined || take.data !== undefined ? null : seen.faults.length > 0 ? <Alert type="error" showIcon title={t('importFaults', { n: seen.faults.length })} /> : <Alert type="info" showIcon title={t('importReady', { rules: seen.planned.length, clinics: new Set(seen.planned.filter((each) => each.isNew).map((each) => `${each.department} ${each.clinic}`)).size })} action={<Button type="primary" loading={take.isPending} onClick={() => { if (file !== null) take.mutate({ files: [file], body: { digest: seen.digest } }) }}>{t('importTake')}</Button>} />}
        </div>
      </Card>
      {seen === undefined || take.data !== undefined ? null : <Seen seen={seen} />}
    </Page>
  )
}

function Seen({ seen }: { seen: Preview }) {
  const t = useTexts(texts)
  const line = useRuleLine()
  return (
    <>
      {seen.faults.length === 0 ? null : (
        <Card title={t('faults')} flush>
          <ListTable<Preview['faults'][number]>
            label={t('faults')}
            rows={seen.faults}
            rowKey={(each) => `${each.row} ${each.column} ${each.reason}`}
            columns={[
              { title: t('row'), width: 80, dataIndex: 'row' },
              { title: t('column'), width: 120, dataIndex: 'column' },
              { title: t('value'), width: 200, dataIndex: 'value' },
              { title: t('why'), width: 460, dataIndex: 'reason' },
            ]}
            card={(each) => <><b>{t('cell', { row: each.row, column: each.column })}</b><div className="soft">{each.value}</div><div>{each.reason}</div></>}
          />
        </Card>
      )}
      <Card title={t('planned')} flush>
        <ListTable<Preview['planned'][number]>
          label={t('planned')}
          rows={seen.planned}
          rowKey={(each) => String(each.row)}
          columns={[
            { title: t('row'), width: 80, dataIndex: 'row' },
            { title: t('clinic'), width: 280, render: (_, each) => <div className="row">{each.clinic}{each.isNew ? <StatusMark tone="good" compact>{t('isNew')}</StatusMark> : null}</div> },
            { title: t('department'), width: 180, render: (_, each) => [each.department, each.doctor].filter(Boolean).join(' · ') },
            { title: t('rules'), width: 420, render: (_, each) => line(each.rule) },
          ]}
          card={(each) => <><div className="row"><b>{each.clinic}</b>{each.isNew ? <StatusMark tone="good" compact>{t('isNew')}</StatusMark> : null}</div><div className="soft">{[each.department, each.doctor].filter(Boolean).join(' · ')}</div><div>{line(each.rule)}</div></>}
        />
      </Card>
    </>
  )
}
