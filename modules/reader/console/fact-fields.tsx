import { Button, Form, InputNumber, Select } from 'antd'
import type { z } from 'zod'
import { readConditions, writeFilter, type Condition } from '../../../kernel/filter.ts'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { planContract, type FactNameView } from '../../plan/contract.ts'
import type { DutyItem } from '../rules/draft/understanding.ts'
import { texts } from './texts.ts'

type FactName = z.infer<typeof FactNameView>
type Filterable = FactName['fields'][number]

const useFactNames = (kind: DutyItem['kind']) => useRead(planContract.listFactNames, { query: { kind } }, { enabled: kind !== 'task' })

/** What the facts of a duty are kept under, with the fields they can be filtered by; undefined while that is not known. */
export const useFactName = (kind: DutyItem['kind'], factKey: string | null): FactName | undefined => useFactNames(kind).data?.rows.find((each) => each.key === factKey)

/** What carries the facts of the duty: searched by name; names whose facts come later say so. */
export function FactKeyField({ kind, value = '', onChange, id }: { kind: DutyItem['kind']; value?: string; onChange?: (value: string) => void; id?: string }) {
  const t = useTexts(texts)
  const name = useName()
  const found = useFactNames(kind)
  const names = found.data?.rows ?? []
  const options = names.map((each) => ({ value: each.key, label: `${name(each)}${each.live ? '' : t('factLater')}` }))
  // A key that nobody names any more is shown as it is, and kept until the clerk chooses another.
  if (value !== '' && !names.some((each) => each.key === value)) options.unshift({ value, label: value })
  return <Select {...(id === undefined ? {} : { id })} value={value} onChange={(next: string) => onChange?.(next)} loading={found.isFetching} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('factByHand') }, ...options]} />
}

/** Which facts count: a choice for each thing they can be told apart by; nothing chosen counts them all. */
export function FilterField({ kind, factKey, value = '', onChange }: { kind: DutyItem['kind']; factKey: string; value?: string; onChange?: (value: string) => void }) {
  const t = useTexts(texts)
  const fields = useFactName(kind, factKey)?.fields ?? []
  if (fields.length === 0) return null
  const read = value === '' ? [] : readConditions(value)
  if ('fault' in read) return <p className="soft">{value} <Button size="small" onClick={() => onChange?.('')}>{t('filterClear')}</Button></p>
  const set = (field: Filterable, condition: Condition | null) => onChange?.(writeFilter([...read.filter((each) => each.field !== field.key), ...(condition === null ? [] : [condition])]) ?? '')
  return (
    <fieldset className="repeat">
      <legend>{t('filter')}</legend>
      <p className="soft">{t('filterHint')}</p>
      {fields.map((field) => <OneField key={field.key} field={field} condition={read.find((each) => each.field === field.key)} set={(condition) => set(field, condition)} />)}
    </fieldset>
  )
}

function OneField({ field, condition, set }: { field: Filterable; condition: Condition | undefined; set: (condition: Condition | null) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const id = `filter-${field.key}`
  if (field.type === 'number') {
    // Numbers are rarely what tells entries apart; one that a template asks about can be changed and taken away.
    if (condition === undefined || condition.sign === 'is' || condition.sign === 'has') return null
    return <Form.Item label={`${name(field)} ${condition.sign}`} htmlFor={id}><InputNumber id={id} value={condition.values[0]} onChange={(next) => set(next === null ? null : { field: field.key, sign: condition.sign, values: [next] })} /></Form.Item>
  }
  const chosen = (condition?.values ?? []).map(String)
  const choose = (next: readonly string[]) => {
    if (next.length === 0) set(null)
    else if (field.type === 'boolean') set({ field: field.key, sign: 'is', values: [next.at(-1) === 'true'] })
    else set({ field: field.key, sign: field.type === 'choices' ? 'has' : 'is', values: [...next] })
  }
  const options = field.type === 'boolean' ? [{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }] : field.options.map((option) => ({ value: option.value, label: name(option) }))
  return (
    <Form.Item label={name(field)} htmlFor={id}>
      <Select id={id} mode="multiple" value={chosen} onChange={choose} placeholder={t('filterAny')} showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  )
}
