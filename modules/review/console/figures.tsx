import type { z } from 'zod'
import { Card } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { ResultView } from '../contract/shapes.ts'
import { problemCodes, resultClasses, resultClassNames } from '../rules/codes.ts'
import { texts } from './texts.ts'

type Result = z.infer<typeof ResultView>
const letters = ['n', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'O', 'P'] as const

/** The letters of the worksheet, agreement, problems and departments; the same on the round and on the published page. */
export function ResultCards({ result }: { result: Result }) {
  const t = useTexts(texts)
  const name = useName()
  const { agreement } = result
  return (
    <div className="review-columns">
      <Card title={t('figures')}>
        <div className="rx-scroll" role="region" aria-label={t('figures')} tabIndex={0}>
          <table className="rx-table">
            <thead><tr><th scope="col">{t('letter')}</th><th scope="col" className="number">{t('p_outpatient')}</th><th scope="col" className="number">{t('p_inpatient')}</th></tr></thead>
            <tbody>{letters.map((letter) => <tr key={letter}><th scope="row">{t(letter)}</th><td className="number">{result.outpatient[letter] ?? '—'}</td><td className="number">{result.inpatient[letter] ?? '—'}</td></tr>)}</tbody>
          </table>
        </div>
      </Card>
      <div>
        <Card title={t('classes')}>
          <table className="rx-table">
            <tbody>
              {resultClasses.map((each) => <tr key={each}><th scope="row">{name(resultClassNames[each])}</th><td className="number">{result.classes[each]}</td></tr>)}
              <tr><th scope="row">{t('doubleTen')}</th><td className="number">{`${result.doubleTen.read} / ${result.doubleTen.sample}（${t('unreasonable')} ${result.doubleTen.unreasonable}）`}</td></tr>
              <tr><th scope="row">{t('oversized')}</th><td className="number">{result.oversized}</td></tr>
            </tbody>
          </table>
        </Card>
        <Card title={t('agreement')}>
          <p>{t('agreed', { n: agreement.n, same: agreement.same })}</p>
          <p>{agreement.kappa === null || agreement.low === null || agreement.high === null ? t('noKappa') : t('kappa', { k: agreement.kappa, low: agreement.low, high: agreement.high })}</p>
        </Card>
        {result.codes.length === 0 ? null : (
          <Card title={t('problems')}>
            <table className="rx-table">
              <thead><tr><th scope="col">{t('codes')}</th><th scope="col" className="number">{t('count')}</th></tr></thead>
              <tbody>{result.codes.map(({ code, count }) => <tr key={code}><th scope="row">{`${code} ${name(problemCodes[code])}`}</th><td className="number">{count}</td></tr>)}</tbody>
            </table>
          </Card>
        )}
        {result.departments.length === 0 ? null : (
          <Card title={t('byDepartment')}>
            <table className="rx-table">
              <thead><tr><th scope="col">{t('department')}</th><th scope="col" className="number">{t('read')}</th><th scope="col" className="number">{t('unreasonable')}</th></tr></thead>
              <tbody>{result.departments.map((each) => <tr key={each.departmentId ?? ''}><th scope="row">{each.departmentName}</th><td className="number">{each.read}</td><td className="number">{each.unreasonable}</td></tr>)}</tbody>
            </table>
          </Card>
        )}
      </div>
    </div>
  )
}
