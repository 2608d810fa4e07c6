import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { Card, Fault, Nothing } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { planContract, type ObligationView } from '../contract.ts'
import { ButtonLink, main } from '../../../ui/button-link.tsx'
import { texts } from './facts-texts.ts'

type Obligation = z.infer<typeof ObligationView>

/** The facts behind the verdict, each a way to where it is kept; with none, what to do next. */
export function FactsCard({ one }: { one: Obligation }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const facts = useRead(planContract.listObligationFacts, { params: { institutionId: one.institutionId, periodId: one.periodId } }, { enabled: one.hasFactSource })
  if (!one.hasFactSource || one.kind === 'task') return null
  const { kind, place } = one
  const go = place === null ? null : <ButtonLink to={place} {...main}>{t(`place_${kind}`)}</ButtonLink>
  const rows = facts.data?.rows ?? []
  return (
    <Card title={t('facts')} extra={<span className="row"><span className="soft">{[one.factName === null ? '' : t('factsOf', { name: name(one.factName) }), facts.data === undefined || facts.data.total === 0 ? '' : t('factsTotal', { n: facts.data.total })].filter(Boolean).join(' · ')}</span>{rows.length === 0 ? null : go}</span>}>
      {one.only === null ? null : <p className="soft">{t('onlyCounted', { what: name(one.only) })}</p>}
      {facts.error === null ? null : <Fault error={facts.error} retry={() => void facts.refetch()} />}
      {facts.data === undefined ? null : rows.length === 0 ? (
        <Nothing action={go}>{facts.data.total > 0 ? t('notListed') : t(one.only === null ? `empty_${kind}` : 'emptyOnly')}</Nothing>
      ) : (
        <ul className="fact-lines">
          {rows.map((row) => (
            <li key={`${row.on}${row.title}${row.link ?? ''}${row.department ?? ''}`}>
              <span className="number soft">{showDate(row.on, locale)}</span>
              <span>{row.link === null ? row.title : <Link to={row.link}>{row.title}</Link>}</span>
              <span className="soft">{row.department ?? ''}</span>
              {row.inTime ? null : <StatusMark tone="warn" compact>{t('late')}</StatusMark>}
            </li>
          ))}
        </ul>
      )}
      {facts.data !== undefined && facts.data.total > rows.length && rows.length > 0 ? <p className="soft">{t('factsMore', { n: rows.length })}</p> : null}
    </Card>
  )
}
