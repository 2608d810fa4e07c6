import type { ReactNode } from 'react'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card } from '../../../ui/page.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { EntryVersion, EntryView } from '../contract.ts'
import { isEmpty, isFileField } from '../rules/values.ts'
import { texts } from './texts.ts'
import { valueShown } from './entry-values.tsx'

type Entry = z.output<typeof EntryView>
type Version = z.output<typeof EntryVersion>
type Change = { readonly key: string; readonly title: string; readonly before: ReactNode; readonly after: ReactNode }

const same = (a: unknown, b: unknown) => (isEmpty(a as never) && isEmpty(b as never)) || JSON.stringify(a) === JSON.stringify(b)

/** What the entry said before each correction; only what changed is shown, before and after side by side. */
export function EntryVersions({ entry }: { entry: Entry }) {
  const t = useTexts(texts)
  if (entry.versions.length === 0) return null
  return (
    <Card title={t('versions')}>
      <ol className="lines versions">
        {entry.versions.map((version, at) => <VersionLine key={version.revision} entry={entry} version={version} next={at === 0 ? entry : (entry.versions[at - 1] ?? entry)} />)}
      </ol>
    </Card>
  )
}

function VersionLine({ entry, version, next }: { entry: Entry; version: Version; next: Entry | Version }) {
  const t = useTexts(texts)
  const changes = useChanges(entry, version, next)
  return (
    <li>
      <div><b>{t('replaced', { name: version.replacedByName, at: showInstant(version.replacedAt) })}</b></div>
      {version.reason === '' ? null : <div>{t('replacedWhy', { reason: version.reason })}</div>}
      <div className="soft small number">{t('versionOf', { n: version.revision, name: version.byName, at: showInstant(version.at) })}</div>
      {changes.length === 0 ? <div className="soft">{t(version.personalChanged ? 'personalChanged' : 'filesOnly')}</div> : (
        // A long value scrolls inside its own frame.
        <section className="changes" tabIndex={0} aria-label={t('replaced', { name: version.replacedByName, at: showInstant(version.replacedAt) })}>
          <table>
            <thead><tr><th scope="col">{t('field')}</th><th scope="col">{t('wasBefore')}</th><th scope="col">{t('isAfter')}</th></tr></thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.key}>
                  <th scope="row">{change.title}</th>
                  <td><del>{change.before}</del></td>
                  <td><ins>{change.after}</ins></td>
                </tr>
              ))}
            </tbody>
          </table>
          {version.personalChanged ? <div className="soft small">{t('personalChanged')}</div> : null}
        </section>
      )}
    </li>
  )
}

function useChanges(entry: Entry, version: Version, next: Entry | Version): Change[] {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const names = new Map(Object.entries(entry.names))
  const empty = <span className="soft">{t('emptyValue')}</span>
  const changes: Change[] = []
  if (version.on !== next.on) changes.push({ key: 'on', title: name(entry.definition.day.label), before: showDate(version.on, locale), after: showDate(next.on, locale) })
  const department = (id: string | null) => (id === null ? empty : id === entry.departmentId ? (entry.departmentName ?? '—') : (names.get(id) ?? '—'))
  if (version.departmentId !== next.departmentId) changes.push({ key: 'department', title: t('department'), before: department(version.departmentId), after: department(next.departmentId) })
  for (const field of entry.definition.fields) {
    if (field.personal || isFileField(field)) continue
    const [before, after] = [version.values[field.key], next.values[field.key]]
    if (same(before, after)) continue
    changes.push({ key: field.key, title: name(field.label), before: isEmpty(before) ? empty : valueShown(field, before, names, locale), after: isEmpty(after) ? empty : valueShown(field, after, names, locale) })
  }
  return changes
}
