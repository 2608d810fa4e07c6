import { AutoComplete, Form, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { fileContract, type ChargeFileView } from '../contract/files.ts'
import { fieldKeys, fields, type Columns, type Field } from '../rules/fields.ts'
import { mappingFaults } from '../rules/guess.ts'
import './files.css'
import { texts } from './file-texts.ts'

type View = z.output<typeof ChargeFileView>
type Asked = NonNullable<View['asked']>

const columnsOf = (guess: Asked['guess']): Columns => Object.fromEntries(fieldKeys.flatMap((key) => { const at = guess[key]; return at === undefined ? [] : [[key, at]] }))

/** Which column says what: guessed, checked by a person against the first lines, kept for the next file. */
export function MappingCard({ file, asked }: { file: View; asked: Asked }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [columns, setColumns] = useState<Columns>(() => columnsOf(asked.guess))
  const [system, setSystem] = useState(file.mapping?.system ?? asked.systems[0] ?? '')
  const confirm = useDo(fileContract.confirmMapping)
  const faults = mappingFaults(columns, asked.headings.length)
  const nameOf = (field: Field) => fields.find((each) => each.key === field)?.[locale] ?? field
  const names = (code: 'missing' | 'double') => faults.filter((each) => each.code === code).map((each) => nameOf(each.field)).join('、')
  const choices = [{ value: -1, label: t('notMapped') }, ...asked.headings.map((heading, at) => ({ value: at, label: `${at + 1}. ${heading}` }))]
  const set = (field: Field, at: number) => setColumns((before) => Object.fromEntries([...Object.entries(before).filter(([key]) => key !== field), ...(at < 0 ? [] : [[field, at]])]))
  return (
    <>
      <Card title={t('columns')}>
        <p>{t('columnsLead')}</p>
        <Form layout="vertical" onFinish={() => confirm.mutate({ params: { institutionId: file.institutionId, fileId: file.id }, body: { system: system.trim(), headings: asked.headings, columns, kinds: asked.kinds } })}>
          <Form.Item label={t('system')} htmlFor="charge-system" required extra={t('systemHint')}>
            <AutoComplete id="charge-system" value={system} onChange={(value: string) => setSystem(value)} options={asked.systems.map((value) => ({ value }))} maxLength={40} style={{ maxWidth: 360 }} />
          </Form.Item>
          <div className="mapping-fields">
            {fields.map(({ key, required }) => {
              const at = columns[key]
              const first = at === undefined ? '' : (asked.sample[0]?.[at] ?? '')
              return (
                <Form.Item key={key} label={nameOf(key)} htmlFor={`charge-${key}`} required={required} extra={first === '' ? undefined : <span className="wrap-anywhere">{first}</span>}>
                  <Select id={`charge-${key}`} value={at ?? -1} onChange={(value: number) => set(key, value)} options={choices} showSearch optionFilterProp="label" status={faults.some((each) => each.field === key) ? 'error' : ''} />
                </Form.Item>
              )
            })}
          </div>
          {confirm.error === null ? null : <Fault error={confirm.error} />}
          <div className="row form-foot">
            <ActButton blocked={file.blocked.confirm} type="primary" htmlType="submit" loading={confirm.isPending} disabled={faults.length > 0 || system.trim().length < 2}>{t('confirm')}</ActButton>
            <span role="status">{names('missing') !== '' ? t('missing', { names: names('missing') }) : names('double') !== '' ? t('double', { names: names('double') }) : ''}</span>
          </div>
        </Form>
      </Card>
      <Card title={t('sample')} flush>
        <div className="mapping-sample">
          <ListTable<{ at: number; cells: readonly string[] }>
            label={t('sample')}
            rows={asked.sample.map((cells, at) => ({ at, cells }))}
            rowKey={(row) => String(row.at)}
            columns={asked.headings.map((heading, at) => ({ title: heading, key: `${at}`, render: (_: unknown, row: { cells: readonly string[] }) => row.cells[at] ?? '' }))}
            card={(row) => <><strong>{t('row', { n: row.at + 1 })}</strong><div className="soft wrap-anywhere">{row.cells.join(' · ')}</div></>}
          />
        </div>
      </Card>
    </>
  )
}
