import { Alert, Button, Form, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { AskForWords } from '../../../ui/confirm.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { CycleView } from '../contract/shapes.ts'
import { texts } from './texts.ts'

type Asked = { readonly what: 'hand' | 'drop'; readonly from: string }

/** Rule RV-5: how far each reader is; what one owes goes to another, and a second reading that nobody can give is dropped. */
export function Readers({ round }: { round: z.infer<typeof CycleView> }) {
  const t = useTexts(texts)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const params = { institutionId: round.institutionId, cycleId: round.id }
  const done = (words: string) => {
    setAsked(null)
    setSaid(words)
  }
  const handOver = useDo(reviewContract.handOver, ({ handed }) => done(t(handed.left === 0 ? 'handedAll' : 'handedSome', handed)))
  const dropSecond = useDo(reviewContract.dropSecond, ({ dropped }) => done(t('droppedNow', { n: dropped })))
  const required = useRequired()
  const may = round.blocked.handOver === null
  const others = round.candidates.filter((each) => each.staffId !== asked?.from)
  return (
    <Card title={t('progress')}>
      {said === null ? null : <Alert type="info" showIcon role="status" title={said} closable={{ closeIcon: true, onClose: () => setSaid(null) }} />}
      <table className="rx-table">
        <thead><tr><th scope="col">{t('reader')}</th><th scope="col" className="number">{t('all')}</th><th scope="col" className="number">{t('left')}</th><th scope="col" className="number">{t('leftSecond')}</th><th scope="col"><span className="unseen">{t('handOver')}</span></th></tr></thead>
        <tbody>
          {round.readers.map((reader) => (
            <tr key={reader.staffId}>
              <th scope="row">{reader.name}</th><td className="number">{reader.all}</td><td className="number">{reader.left}</td><td className="number">{reader.leftSecond}</td>
              <td>
                <span className="row">
                  {may && reader.left > 0 && round.candidates.some((each) => each.staffId !== reader.staffId) ? <Button size="small" onClick={() => setAsked({ what: 'hand', from: reader.staffId })} aria-label={`${t('handOver')} ${reader.name}`}>{t('handOver')}</Button> : null}
                  {may && reader.leftSecond > 0 ? <Button size="small" onClick={() => setAsked({ what: 'drop', from: reader.staffId })} aria-label={`${t('dropSecond')} ${reader.name}`}>{t('dropSecond')}</Button> : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {round.dropped === 0 ? null : <p className="soft">{t('droppedOf', { n: round.dropped })}</p>}
      {asked?.what !== 'hand' ? null : (
        <FormDialog<{ to: string }> open title={t('handOver')} okText={t('handOver')} hint={t('handHint')} onCancel={() => setAsked(null)} onSubmit={({ to }) => handOver.mutateAsync({ params, body: { from: asked.from, to } })}>
          <Form.Item name="to" label={t('handTo')} rules={[required(t('handTo'))]}><Select options={others.map((each) => ({ value: each.staffId, label: each.name }))} /></Form.Item>
        </FormDialog>
      )}
      <AskForWords open={asked?.what === 'drop'} title={t('dropSecond')} label={t('dropWhy')} hint={<p>{t('dropHint')}</p>} okText={t('dropSecond')} danger minLength={4} onCancel={() => setAsked(null)} onSubmit={(reason) => dropSecond.mutateAsync({ params, body: { from: asked?.from ?? '', reason } })} />
    </Card>
  )
}
