import { Select } from 'antd'
import { useState } from 'react'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { useTexts } from '../../../ui/texts.ts'
import './figures.css'
import { texts } from './figure-texts.ts'

const ways = [['/prescribing/files', 'n_files'], ['/prescribing/double-ten', 'n_doubleTen'], ['/prescribing/ratios', 'n_ratios'], ['/prescribing/antibiotics', 'n_antibiotics'], ['/prescribing/purchases', 'n_purchases'], ['/prescribing/queries', 'n_queries'], ['/prescribing/questions', 'n_questions'], ['/prescribing/drugs', 'n_drugs']] as const

/** The pages about prescriptions and costs. */
export function PrescribingNav() {
  const t = useTexts(texts)
  return <SectionNav label={t('nav')} sections={ways.map(([to, text]) => ({ to, name: t(text) }))} />
}

export const showMonth = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`
type House = { readonly id: string; readonly name: string }

/** A commission chooses the house; the houses come with the first answer and stay. */
export function HousePick({ houses, value, name, onChange }: { houses: readonly House[]; value: string; name: string; onChange: (id: string) => void }) {
  const t = useTexts(texts)
  const [known, setKnown] = useState<readonly House[]>([])
  if (houses.length > known.length) setKnown(houses)
  const all = known.length > 0 ? known : houses
  if (all.length === 0) return <span>{name}</span>
  return <Select aria-label={t('house')} placeholder={t('house')} {...(all.some((each) => each.id === value) ? { value } : {})} onChange={onChange} showSearch={{ optionFilterProp: 'label' }} options={all.map((each) => ({ value: each.id, label: each.name }))} style={{ minWidth: 220 }} />
}
/** Yuan with two digits and separators, from cents. */
export const showYuan = (cents: number): string => (cents / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
export const showCount = (count: number): string => count.toLocaleString('zh-CN', { maximumFractionDigits: 3 })

export function MonthPick({ label, months, value, onChange }: { label: string; months: readonly string[]; value: string; onChange: (month: string) => void }) {
  const all = months.includes(value) ? months : [value, ...months]
  return <Select aria-label={label} value={value} onChange={onChange} options={all.map((month) => ({ value: month, label: showMonth(month) }))} style={{ minWidth: 130 }} />
}
