import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { CheckView } from '../contract.ts'
import { checkNames } from '../rules/checks.ts'
import { texts } from './texts.ts'

type Checks = { readonly at: string; readonly rows: readonly z.infer<typeof CheckView>[] }

/** What the facts say against a nomination, each check with its newest facts; nought is said as well. */
export function ChecksCard({ checks }: { checks: Checks }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  return (
    <Card title={t('checks')}>
      <p className="soft">{t('checksHint')}</p>
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

/** What was kept of them when the notice began and when it was decided, each in one line. */
export function KeptChecks({ atNotice, atDecision }: { atNotice: Checks | null; atDecision: Checks | null }) {
  const t = useTexts(texts)
  const name = useName()
  if (atNotice === null && atDecision === null) return null
  const said = (checks: Checks | null) =>
    checks === null ? null : (
      <div>
        <div>{checks.rows.map((check) => `${name(checkNames[check.key])} ${check.count}`).join(' · ')}</div>
        <div className="soft number">{t('checksAt', { at: showInstant(checks.at) })}</div>
      </div>
    )
  return <Card title={t('kept')}><Facts wide items={[[t('atNotice'), said(atNotice)], [t('atDecision'), said(atDecision)]]} /></Card>
}
