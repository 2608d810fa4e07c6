import { Alert } from 'antd'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { drugContract } from '../contract/drugs.ts'
import { drugReasons } from '../rules/drug-sheet.ts'
import { texts } from './drug-texts.ts'

export type Checked = z.output<(typeof drugContract.checkDrugs)['reply']>
type FaultRow = Checked['faults'][number]
type Move = Checked['moves'][number]

/** What a sheet would do to the catalogue; every cell that is wrong by its place; then take it, or not. */
export function DrugPreview({ checked, file, onDone }: { checked: Checked; file: File; onDone: (items: number | null) => void }) {
  const t = useTexts(texts)
  const take = useDo(drugContract.importDrugs, ({ items }) => onDone(items))
  const moves = checked.created + checked.changed
  const isReady = checked.faultCount === 0 && moves > 0
  return (
    <section aria-label={t('preview', { name: checked.name })}>
      <Card title={t('preview', { name: checked.name })} extra={<span className="figure-picks"><ActButton blocked={null} onClick={() => onDone(null)}>{t('discard')}</ActButton>{isReady ? <ActButton blocked={null} type="primary" loading={take.isPending} onClick={() => take.mutate({ files: [file] })}>{t('take', { n: checked.rows })}</ActButton> : null}</span>}>
        {take.error === null ? null : <Fault error={take.error} />}
        <Alert className="page-alert" type={checked.faultCount > 0 ? 'error' : moves === 0 ? 'info' : 'success'} showIcon title={checked.faultCount > 0 ? t('dirty', { n: checked.faultCount }) : t(moves === 0 ? 'nothing' : 'clean')} />
        <Figures items={[[t('rows'), checked.rows], [t('created'), checked.created], [t('changed'), checked.changed], [t('same'), checked.same], [t('faults'), checked.faultCount]]} />
        {checked.ignored.length === 0 ? null : <p className="soft">{t('ignored', { list: checked.ignored.join('、') })}</p>}
      </Card>
      {checked.faultCount > 0 ? <Faults rows={checked.faults} /> : moves > 0 ? <Moves rows={checked.moves} /> : null}
    </section>
  )
}

function Faults({ rows }: { rows: readonly FaultRow[] }) {
  const t = useTexts(texts)
  const say = useName()
  const value = (row: FaultRow) => (row.value === '' ? <span className="soft">{t('blank')}</span> : <code className="cell-value">{row.value}</code>)
  const where = (row: FaultRow) => (row.cell === '' ? t('row', { n: row.row }) : row.cell)
  return (
    <Card title={t('faults')} flush>
      <ListTable<FaultRow>
        label={t('faults')}
        rows={rows}
        rowKey={(row) => `${row.row} ${row.column} ${row.reason}`}
        columns={[{ title: t('cell'), width: 110, render: (_, row) => <span className="number">{where(row)}</span> }, { title: t('column'), width: 160, render: (_, row) => row.heading }, { title: t('value'), width: 220, render: (_, row) => value(row) }, { title: t('reason'), width: 380, render: (_, row) => say(drugReasons[row.reason]) }]}
        card={(row) => <><div className="row"><b className="number">{where(row)}</b><span>{row.heading}</span></div><div>{value(row)}</div><div>{say(drugReasons[row.reason])}</div></>}
      />
    </Card>
  )
}

function Moves({ rows }: { rows: readonly Move[] }) {
  const t = useTexts(texts)
  const what = (row: Move) => (row.columns === null ? <StatusMark tone="good" compact>{t('isNew')}</StatusMark> : <span>{row.columns.map((each) => each.heading).join('、')}</span>)
  return (
    <Card title={t('moves')} flush>
      <ListTable<Move>
        label={t('moves')}
        rows={rows}
        rowKey={(row) => row.code}
        columns={[{ title: t('rows'), width: 80, render: (_, row) => <span className="number">{row.row}</span> }, { title: t('name'), width: 260, render: (_, row) => row.name }, { title: t('code'), width: 240, render: (_, row) => <code className="cell-value wrap-anywhere">{row.code}</code> }, { title: t('what'), width: 320, render: (_, row) => what(row) }]}
        card={(row) => <><b>{row.name}</b><div className="soft small wrap-anywhere">{row.code}</div><div>{what(row)}</div></>}
      />
    </Card>
  )
}
