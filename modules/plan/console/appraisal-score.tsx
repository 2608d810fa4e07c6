import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { AppraisalView } from '../contract/appraisal.ts'
import { itemWords } from '../rules/appraisal-words.ts'
import { texts } from './appraisal-texts.ts'

/** The score with its arithmetic: every line a count times its weight. */
export function ScoreCard({ sheet }: { sheet: z.infer<typeof AppraisalView> }) {
  const t = useTexts(texts)
  const name = useName()
  const { scored, weights, total } = sheet
  const n = total.met + total.late + total.unmet + total.overdue
  return (
    <section className="paper" tabIndex={0} aria-label={t('score')}>
      <p className="score"><b>{scored.score === null ? t('scoreNone') : t('scoreOf', { score: scored.score })}</b></p>
      <table>
        <thead><tr><th scope="col">{t('item')}</th><th scope="col" className="right">{t('count')}</th><th scope="col" className="right">{t('weight')}</th><th scope="col" className="right">{t('points')}</th></tr></thead>
        <tbody>
          {scored.lines.map((line) => (
            <tr key={line.item}><th scope="row">{name(itemWords[line.item])}</th><td className="right number">{line.count}</td><td className="right number">{line.weight}</td><td className="right number">{line.points}</td></tr>
          ))}
          <tr><th scope="row"><b>{t('sum')}</b></th><td /><td /><td className="right number"><b>{scored.points}</b></td></tr>
        </tbody>
      </table>
      {scored.score === null ? null : <p className="number">{t('arithmetic', { points: scored.points, full: scored.full, score: scored.score, n })}</p>}
      <p className="soft">{weights.isStandard ? t('weightsStandard') : t('weightsSet', { name: weights.setByName ?? '', at: showInstant(weights.setAt), reason: weights.reason ?? '' })}</p>
    </section>
  )
}
