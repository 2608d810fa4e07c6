import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type MissingRow } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { useOwed, type Owed } from './owed.ts'
import { texts } from './texts.ts'
import { UnitNames, useUnitName } from './unit-names.tsx'

type Row = z.output<typeof MissingRow>

/** What is missing at my body now, and what was missed in the period that has just ended. */
export function MissingScreen() {
  const t = useTexts(texts)
  const found = useRead(registerContract.listMissing)
  const [by, setBy] = useState<'byRegister' | 'byUnit'>('byRegister')
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('missingTitle')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { rows } = found.data
  return (
    <Page title={t('missingTitle')} lead={t('missingLead')} actions={<ButtonLink to="/registers">{t('title')}</ButtonLink>}>
      {rows.length === 0 ? <Card><Nothing>{t('missingNone')}</Nothing></Card> : (
        <>
          <div className="filters touch">
            <Segmented aria-label={t('view')} value={by} onChange={setBy} options={(['byRegister', 'byUnit'] as const).map((value) => ({ value, label: t(value) }))} />
          </div>
          {by === 'byRegister' ? <ByRegister rows={rows} /> : <ByUnit rows={rows} />}
        </>
      )}
    </Page>
  )
}

function Period({ row }: { row: Row }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const ended = row.period.state === 'ended'
  return <span className="row"><StatusMark tone={ended ? 'bad' : 'warn'} compact>{t(ended ? 'p_ended' : 'p_running')}</StatusMark><span className="number">{name(row.period.label)}</span>{ended ? null : <span className="soft small">{t('until', { date: showDate(row.period.to, locale) })}</span>}</span>
}

/** My own work first; what others keep is folded away below it. */
function ByRegister({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(texts)
  const owed = useOwed()
  const isOwn = (row: Row) => row.mine && (!owed.byDepartment || row.missing.some((unit) => unit.departmentId === null && unit.staffId === null) || row.missing.some(owed.isMine))
  const own = rows.filter(isOwn)
  const others = rows.filter((row) => !isOwn(row))
  return (
    <>
      <ul className="card-list missing-list">{own.map((row) => <RegisterLine key={`${row.registerKey}${row.period.from}`} row={row} owed={owed} />)}</ul>
      {others.length === 0 ? null : (
        <details className="fold" open={own.length === 0}>
          <summary><h2>{t('otherMissing', { n: others.length })}</h2></summary>
          <ul className="card-list missing-list">{others.map((row) => <RegisterLine key={`${row.registerKey}${row.period.from}`} row={row} owed={owed} />)}</ul>
        </details>
      )}
    </>
  )
}

function RegisterLine({ row, owed }: { row: Row; owed: Owed }) {
  const t = useTexts(texts)
  const name = useName()
  const unitName = useUnitName()
  const on = row.period.state === 'ended' ? row.period.to : undefined
  return (
    <li>
      <div className="line-split">
        <div>
          <Link to="/registers/$key" params={{ key: row.registerKey }}><b>{name(row.name)}</b></Link>
          <Period row={row} />
          {row.expected < 2 ? null : (
            <>
              <div className="soft small number">{t('stillMissing', { n: `${row.expected - row.reached}/${row.expected}` })}</div>
              <UnitNames units={row.missing} expect={row.expect} registerKey={row.registerKey} on={on} mine={(unit) => row.mine && owed.isMine(unit)} />
            </>
          )}
          {row.expected === 1 ? row.missing.filter((unit) => unit.waiting > 0).map((unit) => <div key="waiting" className="soft small">{unitName(unit, row.expect)}</div>) : null}
        </div>
        {row.mine ? <ButtonLink color="primary" variant="solid" size="large" to="/registers/$key/new" params={{ key: row.registerKey }} search={on === undefined ? {} : { on }} aria-label={t('enterIn', { name: name(row.name) })}>{t('enter')}</ButtonLink> : null}
      </div>
    </li>
  )
}

type Owing = { readonly name: string; readonly isPerson: boolean; readonly rows: Row[] }

function unitsOf(rows: readonly Row[], wholeBody: string): [string, Owing][] {
  const units = new Map<string, Owing>()
  for (const row of rows) {
    for (const unit of row.missing) {
      const key = unit.departmentId ?? unit.staffId ?? ''
      const before = units.get(key) ?? { name: unit.name === '' ? wholeBody : unit.name, isPerson: unit.staffId !== null, rows: [] }
      before.rows.push(row)
      units.set(key, before)
    }
  }
  return [...units].sort(([, a], [, b]) => Number(a.isPerson) - Number(b.isPerson) || b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1))
}

/** The same, turned around: what each department still owes; people, who owe one thing each, folded away below. */
function ByUnit({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(texts)
  const units = unitsOf(rows, t('wholeBody'))
  const people = units.filter(([, unit]) => unit.isPerson)
  return (
    <>
      <ul className="card-list missing-list">{units.filter(([, unit]) => !unit.isPerson).map(([key, unit]) => <UnitLine key={key} unit={unit} />)}</ul>
      {people.length === 0 ? null : (
        <details className="fold">
          <summary>{t('people', { n: people.length })}</summary>
          <ul className="card-list missing-list">{people.map(([key, unit]) => <UnitLine key={key} unit={unit} />)}</ul>
        </details>
      )}
    </>
  )
}

function UnitLine({ unit }: { unit: Owing }) {
  const t = useTexts(texts)
  const name = useName()
  return (
    <li>
      <div className="row"><b>{unit.name}</b><span className="soft number">{t('missingN', { n: unit.rows.length })}</span></div>
      <ul className="plain-rows">
        {unit.rows.map((row) => <li key={`${row.registerKey}${row.period.from}`} className="row"><Link to="/registers/$key" params={{ key: row.registerKey }}>{name(row.name)}</Link><Period row={row} /></li>)}
      </ul>
    </li>
  )
}
