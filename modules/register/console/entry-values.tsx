import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { call } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { Card, Fault } from '../../../ui/page.tsx'
import { useLocale, useName, useTexts, type Locale } from '../../../ui/texts.ts'
import { registerContract, type EntryView } from '../contract.ts'
import type { FieldDefinition } from '../rules/definition.ts'
import { isEmpty, isFileField, type FieldValue } from '../rules/values.ts'
import { sayValue, type NamesById } from '../rules/words.ts'
import type { EntryParams } from './entry-params.ts'
import { texts } from './texts.ts'

type Entry = z.output<typeof EntryView>
type Clear = z.output<(typeof registerContract.readPersonal)['reply']>

/** One value at its full length. */
export function valueShown(field: FieldDefinition, value: FieldValue | undefined, names: NamesById, locale: Locale): ReactNode {
  const said = sayValue(field, value, names, locale)
  if (field.type === 'date' && typeof value === 'string') return showDate(value, locale)
  if (field.type === 'longtext') return <span className="prewrap">{said}</span>
  if (field.type === 'number' && field.unit !== undefined) return <span className="number">{`${said} ${field.unit[locale]}`}</span>
  if (field.type === 'people' && Array.isArray(value)) return <><b className="number">{value.length}</b><ul className="chips">{(value as readonly string[]).map((id) => <li key={id} className="chip chip-plain">{names.get(id) ?? '—'}</li>)}</ul></>
  if (field.type === 'choices' && Array.isArray(value)) return <ul className="chips">{(value as readonly string[]).map((each) => <li key={each} className="chip chip-plain">{field.options?.find((option) => option.value === each)?.[locale] ?? each}</li>)}</ul>
  if (field.type === 'link' && typeof value === 'string') return value.startsWith('/') ? <Link to={value}>{names.get(value) ?? value}</Link> : <a href={value} target="_blank" rel="noreferrer noopener">{value}</a>
  return said
}

/** The values of an entry; sealed ones stand as such until somebody asks for them, which is recorded. */
export function EntryValues({ entry, params }: { entry: Entry; params: EntryParams }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [clear, setClear] = useState<Clear | null>(null)
  const names: NamesById = new Map([...Object.entries(entry.names), ...Object.entries(clear?.names ?? {})])
  const fields = entry.definition.fields.filter((field) => !isFileField(field) && (field.personal ? entry.sealed.includes(field.key) : !isEmpty(entry.values[field.key])))
  return (
    <Card title={t('values')}>
      <dl className="entry-values">
        {fields.map((field) => (
          <div key={field.key} className={['longtext', 'people', 'choices'].includes(field.type) ? 'entry-value-wide' : ''}>
            <dt>{name(field.label)}</dt>
            <dd>{field.personal ? (clear === null ? <span className="soft">{t('sealed')}</span> : valueShown(field, clear.values[field.key], names, locale)) : valueShown(field, entry.values[field.key], names, locale)}</dd>
          </div>
        ))}
      </dl>
      {entry.sealed.length === 0 || entry.blocked.readPersonal !== null ? null : <Personal params={params} clear={clear} onClear={setClear} />}
    </Card>
  )
}

function Personal({ params, clear, onClear }: { params: EntryParams; clear: Clear | null; onClear: (clear: Clear) => void }) {
  const t = useTexts(texts)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // Not through the cache of reads: what is sealed is asked for once, on purpose, and kept nowhere.
  const read = async () => {
    setBusy(true)
    setError(null)
    try {
      onClear(await call(registerContract.readPersonal, { params }))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="contact-act" aria-live="polite">
      {error === null ? null : <Fault error={error} />}
      {clear === null ? <div className="row"><Button loading={busy} onClick={() => void read()} aria-label={`${t('showPersonal')}：${t('personal')}`}>{t('showPersonal')}</Button><span className="soft small">{t('personalHint')}</span></div> : <span className="soft small">{t('personalShown')}</span>}
    </div>
  )
}
