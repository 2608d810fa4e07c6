import { Link } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { LeagueView } from '../contract.ts'
import { explainRow, lossesOf, sayPart, whyWords } from '../rules/explain.ts'
import type { LeagueGroup, LeagueRow } from './league-table.tsx'
import { texts } from './texts.ts'

type View = z.output<typeof LeagueView>
type Part = View['content']['parts'][number]

/** Why one stands where it stands: sentences to read to whoever calls, and every part with the way to its facts. */
export function WhyDialog({ view, group, row, onClose }: { view: View; group: LeagueGroup; row: LeagueRow; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const { content } = view
  const losses = lossesOf(content, row)
  const later = view.corrections.find((each) => each.id === row.id)
  const parts = content.parts.filter((part) => part.weight > 0)
  const scoreOf = (part: Part) => row.parts.find((each) => each.key === part.key)
  const value = (part: Part) => {
    const score = scoreOf(part)
    if (score === undefined) return name(whyWords.no_facts)
    return (
      <>
        {name(sayPart(part, score))}
        {score.met === null ? null : <> <StatusMark tone={score.met ? 'good' : 'bad'} compact>{t(score.met ? 'goalMet' : 'goalMissed')}</StatusMark></>}
        {score.pooled > 1 && score.points !== null ? <div className="soft small">{t('pooled', { n: score.pooled })}</div> : null}
      </>
    )
  }
  const points = (part: Part) => {
    const fixed = later?.parts.find((each) => each.key === part.key)
    return <><span className="number">{scoreOf(part)?.points?.toFixed(1) ?? '—'}</span>{fixed === undefined ? null : <div><StatusMark tone="warn" compact>{fixed.points === null ? t('correctedNone') : t('corrected', { n: fixed.points.toFixed(1) })}</StatusMark></div>}</>
  }
  const cost = (part: Part) => <span className="number">{losses.find((each) => each.part.key === part.key)?.lost.toFixed(1) ?? '—'}</span>
  const facts = (part: Part) => (part.measure === undefined ? null : <Link to="/measures/$key" params={{ key: part.measure }} search={content.of === 'institutions' ? { on: content.period.to, institutionId: row.id } : { on: content.period.to, institutionId: view.institutionId }} aria-label={`${t('toMeasure')} ${name(part.name)}`}>{t('toMeasure')}</Link>)
  return (
    <Modal open title={t('whyOf', { name: row.name })} width={860} onCancel={onClose} footer={<Button onClick={onClose}>{t('close')}</Button>}>
      {explainRow(content, group, row).map((line) => <p key={line.zh}>{name(line)}</p>)}
      <ListTable<Part>
        label={t('whyOf', { name: row.name })}
        rows={parts}
        rowKey={(part) => part.key}
        columns={[
          { title: t('part'), width: 150, render: (_, part) => name(part.name) },
          { title: t('weight'), width: 70, render: (_, part) => <span className="number">{part.weight}</span> },
          { title: t('value'), width: 190, render: (_, part) => value(part) },
          { title: t('points'), width: 130, render: (_, part) => points(part) },
          { title: t('cost'), width: 80, render: (_, part) => cost(part) },
          { title: '', width: 120, render: (_, part) => facts(part) },
        ]}
        card={(part) => (
          <>
            <div className="row"><b>{name(part.name)}</b><span className="soft">{t('weight')} {part.weight}</span></div>
            <div>{value(part)}</div>
            <div className="row"><span>{t('points')} {points(part)}</span><span>{t('cost')} {cost(part)}</span></div>
            {facts(part)}
          </>
        )}
      />
    </Modal>
  )
}
