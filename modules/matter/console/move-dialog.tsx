import { Alert, App, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useReason } from '../../../ui/act-button.tsx'
import { CallError } from '../../../ui/call.ts'
import { newKey } from '../../../ui/device-store.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { matterContract } from '../contract.ts'
import type { Kind, Matter, Move } from './kind-names.ts'
import { texts as matterTexts } from './matter-texts.ts'
import { draftIdOf, dropMoveDraft, findMoveDraft, KeepMoveDraft } from './move-draft.ts'
import { MoveField } from './move-fields.tsx'
import { texts as moveTexts } from './move-texts.ts'
import { askOf, inOrder, type MoveValues } from './move-values.ts'
import { RedactionPreview } from './redaction.tsx'
import { Timeline } from './timeline.tsx'

const texts = { ...matterTexts, ...moveTexts }
type Props = { matter: Matter; move: Move; kind: Kind | undefined; /** Reads the matter anew. */ reload: () => Promise<unknown>; onClose: () => void }

/** The dialog of a move, made of what the move requires; what was typed before opens with it. */
export function MoveDialog(props: Props) {
  const me = useRead(identityContract.me)
  const account = me.data?.actor.id
  const [found, setFound] = useState<{ values: MoveValues } | null>(null)
  const { id } = props.matter
  const { key } = props.move
  useEffect(() => {
    if (account === undefined) return
    void findMoveDraft(draftIdOf(account, id, key)).then((draft) => setFound({ values: draft?.values ?? {} }), () => setFound({ values: {} }))
  }, [account, id, key])
  return account === undefined || found === null ? null : <Dialog {...props} draftId={draftIdOf(account, id, key)} kept={found.values} />
}

const startOf = (matter: Matter, move: Move, kept: MoveValues): MoveValues => {
  const asks = (input: Move['requires'][number]) => move.requires.includes(input) || move.offers.includes(input)
  return {
    ...(asks('measure') && matter.measure !== '' ? { measure: matter.measure } : {}),
    ...(asks('responsible') && matter.responsible.length > 0 ? { responsible: [...matter.responsible] } : {}),
    ...(move.effect === 'subjects' ? { subjects: matter.subjects.map(({ id, name }) => ({ staffId: id, name })) } : {}),
    ...(asks('verdict') && matter.verdict !== null ? { verdict: matter.verdict } : {}),
    ...(asks('category') && matter.category !== null ? { category: matter.category } : {}),
    ...(move.effect === 'answer' && asks('publicText') && matter.answer !== null ? { publicText: matter.answer } : {}),
    ...kept,
  }
}

function Dialog({ matter, move: opened, kind, reload, onClose, draftId, kept }: Props & { draftId: string; kept: MoveValues }) {
  const t = useTexts(texts)
  const name = useName()
  const reason = useReason()
  const { message } = App.useApp()
  // What the person has seen: a later step by somebody else is shown before the same move may be sent again.
  const [seen, setSeen] = useState({ revision: matter.revision, steps: matter.timeline.length })
  const [isStale, setStale] = useState(false)
  const attempt = useRef(newKey())
  const send = useDo(matterContract.moveMatter)
  const current = matter.moves.find((each) => each.key === opened.key)
  const move = current ?? opened
  const isGone = current === undefined || current.blocked !== null
  const offered = inOrder(move.offers.filter((each) => !move.requires.includes(each)))
  const isPublish = move.effect === 'publish'
  const submit = async (values: MoveValues) => {
    const { body, files } = askOf(values, seen.revision)
    try {
      await send.mutateAsync({ params: { institutionId: matter.institutionId, matterId: matter.id, move: move.key }, body, files, key: attempt.current })
    } catch (caught) {
      // Unanswered, it may have arrived: the same key asks again for the first answer. A refusal starts a new try.
      if (!(caught instanceof CallError) || caught.status !== 0) attempt.current = newKey()
      if (caught instanceof CallError && caught.code === 'matter.changed_meanwhile') {
        setStale(true)
        await reload()
      }
      throw caught
    }
    await dropMoveDraft(draftId).catch(() => undefined)
    void message.success(t('sent', { move: name(move.name) }))
    onClose()
  }
  const news = matter.timeline.slice().sort((a, b) => a.seq - b.seq).slice(seen.steps)
  return (
    <FormDialog<MoveValues>
      open
      title={name(move.name)}
      okText={name(move.name)}
      danger={move.weight === 'danger'}
      width={isPublish ? 980 : 620}
      initial={startOf(matter, move, kept)}
      onCancel={onClose}
      onSubmit={submit}
      hint={
        <>
          <p>{`${matter.number} ${matter.title}`}</p>
          <p>{isPublish ? t('publicAll') : move.public === null ? t('publicNone') : t('publicSays', { words: name(move.public) })}</p>
          {Object.keys(kept).length > 0 ? <Alert type="info" showIcon className="page-alert" title={t('restored')} /> : null}
        </>
      }
    >
      <KeepMoveDraft id={draftId} />
      {(isPublish ? move.requires : inOrder(move.requires)).map((input) => <MoveField key={input} input={input} required matter={matter} move={move} kind={kind} />)}
      {offered.length === 0 ? null : move.requires.length === 0 ? offered.map((input) => <MoveField key={input} input={input} required={false} matter={matter} move={move} kind={kind} />) : (
        <details className="matter-more" open={offered.length <= 2 || Object.keys(kept).length > 0}>
          <summary>{t('moreInputs')}</summary>
          {offered.map((input) => <MoveField key={input} input={input} required={false} matter={matter} move={move} kind={kind} />)}
        </details>
      )}
      {isPublish ? <RedactionPreview matter={matter} /> : null}
      {isStale ? (
        <Alert
          type="warning" showIcon className="page-alert"
          title={isGone ? t('goneNow', { why: current === undefined ? t('goneAway') : (reason(current.blocked) ?? '') }) : t('stale')}
          description={
            <>
              {news.length === 0 ? null : <><b>{t('whatChanged')}</b><Timeline matter={matter} steps={news} /></>}
              {isGone ? null : <Button onClick={() => { setSeen({ revision: matter.revision, steps: matter.timeline.length }); setStale(false) }}>{t('takeNew')}</Button>}
            </>
          }
        />
      ) : null}
    </FormDialog>
  )
}
