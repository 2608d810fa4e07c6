import { App, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { planContract, type ObligationView } from '../contract.ts'
import { claims, type ClaimName } from '../rules/difference.ts'
import { texts } from './facts-texts.ts'

type Obligation = z.infer<typeof ObligationView>
type Claim = Obligation['claims'][number]
export const claimTones = { met: 'good', partly: 'warn', unmet: 'bad' } as const

/** One word of the institution with its note, who said it and when. */
function ClaimWords({ claim }: { claim: Claim }) {
  const t = useTexts(texts)
  return (
    <>
      <div className="row"><StatusMark tone={claimTones[claim.claim]} compact>{t(`c_${claim.claim}`)}</StatusMark><span className="soft number">{`${claim.madeByName} · ${showInstant(claim.madeAt)}`}</span></div>
      <p className="prewrap">{claim.note}</p>
    </>
  )
}

/** The institution's own word beside the verdict, and where the two part. */
export function ClaimsCard({ one }: { one: Obligation }) {
  const t = useTexts(texts)
  const required = useRequired()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const claim = useDo(planContract.makeClaim, () => {
    setOpen(false)
    void message.success(t('claimSaved'))
  })
  const standing = one.claims.at(-1)
  if (standing === undefined && isForbidden(one.blocked.claim)) return null
  const earlier = one.claims.slice(0, -1).toReversed()
  return (
    <Card title={t('claim')} extra={<ActButton blocked={one.blocked.claim} onClick={() => setOpen(true)}>{t('claimAct')}</ActButton>}>
      {standing === undefined ? <p className="soft">{t('claimNone')}</p> : <ClaimWords claim={standing} />}
      {one.difference === null ? null : <StatusMark tone="warn">{t(`d_${one.difference}`)}</StatusMark>}
      {earlier.length === 0 ? null : (
        <details>
          <summary>{t('history', { n: earlier.length })}</summary>
          <ul className="plain">{earlier.map((each) => <li key={each.revision}><ClaimWords claim={each} /></li>)}</ul>
        </details>
      )}
      {open ? (
        <FormDialog<{ claim: ClaimName; note: string }> open title={t('claimAct')} okText={t('claimAct')} initial={{ claim: standing?.claim ?? 'met', note: '' }} hint={t('claimLead')} onCancel={() => setOpen(false)} onSubmit={(body) => claim.mutateAsync({ params: { institutionId: one.institutionId, periodId: one.periodId }, body })}>
          <Form.Item name="claim" label={t('claimHow')} rules={[{ required: true }]}><Radio.Group options={claims.map((value) => ({ value, label: t(`c_${value}`) }))} /></Form.Item>
          <Form.Item name="note" label={t('claimNote')} rules={[required(t('claimNote'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} showCount /></Form.Item>
        </FormDialog>
      ) : null}
    </Card>
  )
}

const outcomeTones = { confirmed: 'good', not_confirmed: 'bad' } as const

/** Looks at this obligation that a draw led to. */
export function ChecksCard({ one }: { one: Obligation }) {
  const t = useTexts(texts)
  if (one.checks.length === 0) return null
  return (
    <Card title={t('checks')}>
      <ul className="plain">
        {one.checks.map((check) => (
          <li key={check.drawId}>
            <div className="row">
              {check.outcome === null ? <StatusMark tone="wait" compact>{t('checkOpen')}</StatusMark> : <StatusMark tone={outcomeTones[check.outcome]} compact>{t(`o_${check.outcome}`)}</StatusMark>}
              <span className="soft number">{`${t('drawnAt', { at: showInstant(check.drawnAt) })}${check.checkedByName === null ? '' : ` · ${check.checkedByName} ${showInstant(check.checkedAt)}`}`}</span>
            </div>
            {check.remark === '' ? null : <p className="prewrap">{check.remark}</p>}
            <p className="soft small">{`${t('seed')} ${check.seed} · sha256 ${check.sha256.slice(0, 16)}…`}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
