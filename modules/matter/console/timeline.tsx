import { Segmented } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Card, Nothing } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Matter, Step } from './kind-names.ts'
import { texts } from './matter-texts.ts'

/** Steps of a matter: who did what when; what its author reads is told apart from what stays inside. */
export function Timeline({ matter, steps }: { matter: Matter; steps: readonly Step[] }) {
  const t = useTexts(texts)
  const name = useName()
  const by = (step: Step) => (step.byKind === 'author' ? t('by_author') : step.byKind === 'system' ? t('by_system') : [step.department, step.by, step.byKind === 'superior' ? `（${t('by_superior')}）` : ''].filter(Boolean).join(' '))
  return (
    <ol className="timeline">
      {steps.map((step) => (
        <li key={step.seq} className={`timeline-${step.byKind}`}>
          <div className="timeline-head">
            <b>{name(step.name)}</b>
            <span className="soft">{by(step)}</span>
            <span className="soft number">{showInstant(step.at)}</span>
          </div>
          {step.facts.length === 0 ? null : <div className="timeline-facts">{step.facts.map((fact) => <span key={fact.label.zh}><span className="soft">{name(fact.label)} </span>{name(fact.value)}</span>)}</div>}
          {step.public === null ? null : <div className="timeline-words timeline-open"><span className="soft small">{t('seen')}</span><div>{name(step.public)}</div>{step.publicWords === '' ? null : <div className="prewrap">{step.publicWords}</div>}</div>}
          {step.public === null && step.publicWords !== '' ? <div className="timeline-words timeline-house prewrap"><span className="soft small">{t('draftWords')}</span>{step.publicWords}</div> : null}
          {step.words === '' ? null : <div className="timeline-words timeline-house prewrap"><span className="soft small">{t('house')}</span>{step.words}</div>}
          <StepFiles matter={matter} ids={step.files} />
        </li>
      ))}
    </ol>
  )
}

function StepFiles({ matter, ids }: { matter: Matter; ids: readonly string[] }) {
  const files = matter.files.filter((file) => ids.includes(file.id))
  if (files.length === 0) return null
  return (
    <ul className="files">
      {files.map((file) => <li key={file.id}><a href={urlOf(matterContract.downloadFile, { params: { institutionId: matter.institutionId, matterId: matter.id, fileId: file.id } })}>{file.name}</a></li>)}
    </ul>
  )
}

type Shown = 'all' | 'open'

/** The whole course of a matter, the newest step first, or only what its author reads. */
export function TimelineCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const name = useName()
  const [shown, setShown] = useState<Shown>('all')
  const newestFirst = matter.timeline.toSorted((a, b) => b.seq - a.seq)
  const { citizen } = matter
  return (
    <Card title={t('timeline')} extra={matter.author.kept || citizen.steps.length > 0 ? <Segmented<Shown> aria-label={t('timeline')} value={shown} onChange={setShown} options={(['all', 'open'] as const).map((value) => ({ value, label: t(`tl_${value}`) }))} /> : undefined}>
      {shown === 'all' ? <Timeline matter={matter} steps={newestFirst} /> : (
        <>
          <p>{t('citizenState', { state: name(citizen.state) })}</p>
          {citizen.steps.length === 0 ? <Nothing>{t('tl_openNone')}</Nothing> : (
            <ol className="timeline">
              {citizen.steps.toReversed().map((step) => <li key={`${step.at}${step.says.zh}`}><div className="timeline-head"><b>{name(step.says)}</b><span className="soft number">{showInstant(step.at)}</span></div>{step.words === '' ? null : <div className="timeline-words timeline-open prewrap">{step.words}</div>}</li>)}
            </ol>
          )}
        </>
      )}
    </Card>
  )
}
