import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { CheckView } from '../contract.ts'
import { checkNames } from '../rules/checks.ts'
import { texts } from './texts.ts'

type Checks = { readonly at: string; readonly rows: readonly z.infer<typeof CheckView>[] }

/** What the facts say against a nomination, each check with its newest facts; nought is said as well. */
export function ChecksCard({ title, checks, hint = false }: { title: string; checks: Checks; hint?: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  return (
    <Card title={title}>
      {hint ? <p className="soft">{t('checksHint')}</p> : null}
      {checks.rows.every((check) => check.count === 0) ? <p><StatusMark tone="good">{t('nothingAgainst')}</StatusMark></p> : null}
      <ul className="lines">
        {checks.rows.map((check) => (
          <li key={check.key}>
            <div className="row">
              <b>{name(checkNames[check.key])}</b>
              <StatusMark tone={check.count === 0 ? 'good' : 'warn'} compact>{t('times', { n: check.count })}</StatusMark>
            </div>
            {check.lines.length === 0 ? null : (
              <ul className="plain">
                {check.lines.map((line) => (
                  <li key={`${line.on} ${line.title}`}>
                    <span className="soft number">{showDate(line.on, locale)}</span> {line.link === null ? line.title : <Link to={line.link}>{line.title}</Link>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <p className="soft number">{t('checksAt', { at: showInstant(checks.at) })}</p>
    </Card>
  )
}
