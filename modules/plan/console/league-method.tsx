import { Card, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { planContract } from '../contract.ts'
import { method, workedExample } from '../rules/league-method.ts'
import { texts } from './league-texts.ts'

/** How the league is made, in plain words, with one real line worked out. */
export function LeagueMethodScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const found = useRead(planContract.loadLeagueExample)
  const example = found.data?.example ?? null
  return (
    <Page title={t('methodTitle')}>
      {method.map((part) => (
        <Card key={part.title.en} title={part.title[locale]}>
          <ul className="plain">{part.lines.map((line) => <li key={line.en}>{line[locale]}</li>)}</ul>
        </Card>
      ))}
      <Card title={t('example')}>
        {example === null ? <p className="soft">{t('exampleNone')}</p> : (
          <>
            <p className="soft">{t('exampleFrom', { title: example.planTitle })}</p>
            <ol className="plain">{workedExample(example).map((step) => <li key={step.en}>{step[locale]}</li>)}</ol>
          </>
        )}
      </Card>
    </Page>
  )
}
