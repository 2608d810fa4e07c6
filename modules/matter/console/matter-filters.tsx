import { Button, Select } from 'antd'
import type { z } from 'zod'
import { DateField, SearchField } from '../../../ui/fields.tsx'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import type { matterContract } from '../contract.ts'
import { channels } from '../rules/definition.ts'
import { countFilters, isFiltered, narrowed, shownPhases, whoses, type Filters } from './filters.ts'
import type { Kind } from './kind-names.ts'
import { texts as listTexts } from './list-texts.ts'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...listTexts }
type Counts = z.output<(typeof matterContract.countMatters)['reply']>
type Props = { filters: Filters; onChange: (next: Filters) => void; kinds: readonly Kind[]; counts: Counts | undefined; isCommission: boolean; ownBody: string | undefined }

/** A button that stays down; the sign says it where colour does not. */
export function Chip({ on, onClick, children, late = false }: { on: boolean; onClick: () => void; children: React.ReactNode; late?: boolean }) {
  return <button type="button" className={late ? 'chip-button chip-late' : 'chip-button'} aria-pressed={on} onClick={onClick}>{on ? <span aria-hidden="true" className="chip-sign">✓</span> : null}{children}</button>
}

/** What is to be called back is answered already: with it the phase is let go as well. */
const noCallBack = (filters: Filters): Parameters<typeof narrowed>[1] => (filters.callBack === '1' ? { callBack: undefined, phase: undefined } : {})

/** What waits for whom, by kind and state as chips with their counts; everything else folded away. */
export function MatterFilters(props: Props) {
  const t = useTexts(texts)
  const name = useName()
  const { filters, onChange, kinds, counts, isCommission } = props
  const go = (change: Parameters<typeof narrowed>[1]) => onChange(narrowed(filters, change))
  const n = countFilters(filters)
  const countOf = (kind: string, state?: string) => counts?.byState.filter((each) => each.kind === kind && (state === undefined || each.state === state)).reduce((sum, each) => sum + each.count, 0) ?? 0
  const said = (count: number) => (count === 0 ? '' : count >= 100 ? t('capped', { n: 99 }) : String(count))
  const ofKind = kinds.find((kind) => kind.key === filters.kind)
  const waiting = kinds.filter((kind) => countOf(kind.key) > 0 || kind.key === filters.kind)
  const states = ofKind?.states.filter((state) => state.key === filters.state || countOf(ofKind.key, state.key) > 0) ?? []
  return (
    <div className="touch">
      <div className="chip-row" role="group" aria-label={t('whose')}>
        {(isCommission ? (['body'] as const) : whoses).map((whose) => <Chip key={whose} on={(filters.whose ?? 'body') === whose && filters.overdue === undefined && filters.callBack === undefined} onClick={() => go({ whose: whose === 'body' ? undefined : whose, overdue: undefined, ...noCallBack(filters) })}>{t(`w_${whose}`)}{counts === undefined || whose === 'body' ? null : <b>{said(counts[whose])}</b>}</Chip>)}
        <Chip late on={filters.overdue === '1'} onClick={() => go({ overdue: filters.overdue === '1' ? undefined : '1', ...noCallBack(filters) })}>{t('f_overdue')}{counts === undefined ? null : <b>{said(counts.overdue) || '0'}</b>}</Chip>
        <Chip on={filters.callBack === '1'} onClick={() => go(filters.callBack === '1' ? noCallBack(filters) : { callBack: '1', overdue: undefined, phase: 'all' })}>{t('f_callBack')}</Chip>
      </div>
      {waiting.length < 2 && filters.kind === undefined ? null : (
        <div className="chip-row" role="group" aria-label={t('kinds')}>
          <Chip on={filters.kind === undefined} onClick={() => go({ kind: undefined })}>{t('anyKind')}</Chip>
          {waiting.map((kind) => <Chip key={kind.key} on={filters.kind === kind.key} onClick={() => go({ kind: filters.kind === kind.key ? undefined : kind.key })}>{name(kind.name)}<b>{said(countOf(kind.key))}</b></Chip>)}
        </div>
      )}
      {ofKind === undefined || states.length === 0 ? null : (
        <div className="chip-row" role="group" aria-label={t('states')}>
          {states.map((state) => <Chip key={state.key} on={filters.state === state.key} onClick={() => go({ state: filters.state === state.key ? undefined : state.key, ...(state.phase === 'open' ? {} : { phase: 'all' as const }) })}>{name(state.name)}<b>{said(countOf(ofKind.key, state.key))}</b></Chip>)}
        </div>
      )}
      <div className="filters">
        <SearchField label={t('search')} value={filters.text ?? ''} onSearch={(text) => go({ text: text.length < 2 ? undefined : text })} />
        <Select aria-label={t('sort')} value={filters.sort ?? 'due'} onChange={(sort) => go({ sort: sort === 'due' ? undefined : sort })} options={(['due', 'received'] as const).map((value) => ({ value, label: t(`so_${value}`) }))} />
      </div>
      <details className="fold" open={n > 0}>
        <summary>{n === 0 ? t('filters') : t('filtersOn', { n })}</summary>
        <div className="filters"><More {...props} go={go} />{isFiltered(filters) ? <Button type="link" onClick={() => onChange({})}>{t('clear')}</Button> : null}</div>
      </details>
    </div>
  )
}

function More({ filters, kinds, isCommission, ownBody, go }: Props & { go: (change: Parameters<typeof narrowed>[1]) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const body = isCommission ? filters.institutionId : ownBody
  return (
    <>
      {isCommission ? <RemoteSelect endpoint={directoryContract.listInstitutions} query={(search) => ({ search, limit: 50 })} label={t('institution')} placeholder={t('allInstitutions')} allowClear {...(filters.institutionId === undefined ? {} : { value: filters.institutionId })} onChange={(institutionId: string | undefined) => go({ institutionId })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} /> : null}
      <Select aria-label={t('kind')} value={filters.kind ?? ''} popupMatchSelectWidth={false} onChange={(kind) => go({ kind: kind === '' ? undefined : kind })} options={[{ value: '', label: t('anyKind') }, ...kinds.map((kind) => ({ value: kind.key, label: name(kind.name) }))]} />
      <Select aria-label={t('phase')} value={filters.phase ?? 'open'} onChange={(phase) => go({ phase: phase === 'open' ? undefined : phase })} options={shownPhases.map((value) => ({ value, label: t(`ph_${value}`) }))} />
      <Select aria-label={t('channel')} value={filters.channel ?? ''} popupMatchSelectWidth={false} onChange={(channel) => go({ channel: channels.find((each) => each === channel) })} options={[{ value: '', label: t('anyChannel') }, ...channels.map((value) => ({ value, label: t(`c_${value}`) }))]} />
      {body === undefined ? null : <RemoteSelect endpoint={directoryContract.listDepartments} query={(search) => ({ institutionId: body, search, limit: 100 })} label={t('department')} placeholder={t('allDepartments')} allowClear {...(filters.departmentId === undefined ? {} : { value: filters.departmentId })} onChange={(departmentId: string | undefined) => go({ departmentId })} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />}
      <label className="filter-date"><span>{t('from')}</span><DateField value={filters.from ?? ''} {...(filters.to === undefined ? {} : { max: filters.to })} onChange={(from) => go({ from })} /></label>
      <label className="filter-date"><span>{t('to')}</span><DateField value={filters.to ?? ''} {...(filters.from === undefined ? {} : { min: filters.from })} onChange={(to) => go({ to })} /></label>
    </>
  )
}
