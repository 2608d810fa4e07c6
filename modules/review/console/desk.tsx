import { Button, Modal, Progress, Switch } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useCallback, useRef, useState } from 'react'
import type { z } from 'zod'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { DeskView } from '../contract/shapes.ts'
import type { ProblemCode } from '../rules/codes.ts'
import { CodePicker, toggled } from './codes.tsx'
import { deskTexts } from './desk-texts.ts'
import { ReviewNav } from './marks.tsx'
import { PrescriptionSheet } from './sheet.tsx'
import { texts } from './texts.ts'
import { useCodeKeys, type DeskKey } from './use-code-keys.ts'
import { keepDraft, useDraft } from './use-draft.ts'

type Desk = z.infer<typeof DeskView>
type Item = Desk['items'][number]

/** One prescription a screen, the next one is there already; every step has a key. */
export function DeskScreen() {
  const t = useTexts(texts)
  const d = useTexts(deskTexts)
  const [after, setAfter] = useState(0)
  // What was just saved and is on its way: shown no more, unless the server says no.
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set())
  const desk = useRead(reviewContract.loadDesk, { query: { after } })
  const item = desk.data?.items.find((each) => !sent.has(each.id))
  const waits = desk.data !== undefined && item === undefined && desk.data.left > sent.size
  const unsend = useCallback((id: string) => setSent((now) => new Set([...now].filter((each) => each !== id))), [])
  return (
    <Page title={t('desk')} lead={d('lead')}>
      <ReviewNav />
      {desk.error === null ? null : <Fault error={desk.error} retry={() => void desk.refetch()} />}
      {desk.data === undefined || waits ? (desk.error === null ? <Loading /> : null) : <Work desk={desk.data} item={item} onSent={(id) => setSent((now) => new Set([...now, id]))} onFailed={unsend} onSkip={setAfter} onUndone={(id) => { unsend(id); setAfter(0) }} />}
    </Page>
  )
}

type Steps = { onSent: (id: string) => void; onFailed: (id: string) => void; onSkip: (after: number) => void; onUndone: (id: string) => void }

function Work({ desk, item, ...steps }: { desk: Desk; item: Item | undefined } & Steps) {
  const t = useTexts(deskTexts)
  const [failed, setFailed] = useState<{ no: number; error: unknown } | null>(null)
  const [taken, setTaken] = useState<number | null>(null)
  // Called before the desk is read again: the sheet opens with what was said.
  const undo = useDo(reviewContract.takeBack, (back) => {
    keepDraft(back.itemId, { codes: back.codes, note: back.note })
    setTaken(back.no)
    steps.onUndone(back.itemId)
  })
  const { mutate } = undo
  const takeBack = useCallback(() => mutate({}), [mutate])
  const done = desk.all - desk.left
  return (
    <>
      <div className="desk-progress">
        <Progress percent={desk.all === 0 ? 0 : Math.round((done / desk.all) * 100)} size="small" aria-label={t('progress', { done, all: desk.all, left: desk.left })} />
        <span className="number soft">{t('progress', { done, all: desk.all, left: desk.left })}</span>
        <Button onClick={takeBack} loading={undo.isPending} disabled={done === 0} aria-keyshortcuts="u">{t('undo')}<kbd aria-hidden="true">U</kbd></Button>
      </div>
      <div role="status" aria-live="polite" className="soft">{taken === null ? '' : t('taken', { no: taken })}</div>
      {undo.error === null ? null : <Fault error={undo.error} />}
      {failed === null ? null : <><p role="alert"><b>{t('failed', { no: failed.no })}</b></p><Fault error={failed.error} /></>}
      {item === undefined ? <Card><Nothing>{desk.all > 0 && desk.left === 0 ? t('done') : t('none')}</Nothing></Card> : <OneSheet key={item.id} item={item} undo={takeBack} onSent={(id) => { setFailed(null); setTaken(null); steps.onSent(id) }} onFailed={(id, error) => { setFailed({ no: item.no, error }); steps.onFailed(id) }} onSkip={steps.onSkip} />}
    </>
  )
}

function OneSheet({ item, undo, onSent, onFailed, onSkip }: { item: Item; undo: () => void; onSent: (id: string) => void; onFailed: (id: string, error: unknown) => void; onSkip: (after: number) => void }) {
  const t = useTexts(deskTexts)
  const { draft, set, isKept, failed, forget } = useDraft(item.id)
  const give = useDo(reviewContract.giveOpinion)
  const note = useRef<TextAreaRef>(null)
  const [hasHelp, setHelp] = useState(false)
  const [hasKeys, setKeys] = useState(true)
  const toggle = useCallback((code: ProblemCode) => set((now) => ({ ...now, codes: toggled(now.codes, code) })), [set])
  const save = useCallback(() => {
    const { mutateAsync } = give
    onSent(item.id)
    void mutateAsync({ params: { institutionId: item.institutionId, itemId: item.id }, body: { codes: [...draft.codes], note: draft.note } }).then(forget, (error: unknown) => onFailed(item.id, error))
  }, [give, item.id, item.institutionId, draft, forget, onSent, onFailed])
  const takeAll = useCallback(() => set((now) => ({ ...now, codes: [...new Set([...now.codes, ...item.hints.map((each) => each.code)])] })), [set, item.hints])
  const press = useCallback(
    (key: DeskKey) => {
      if (key === 'help') return setHelp((open) => !open)
      if (hasHelp) return setHelp(false)
      if (key === 'save') return save()
      if (key === 'takeAll') return takeAll()
      if (key === 'back') return set((now) => ({ ...now, codes: now.codes.slice(0, -1) }))
      if (key === 'note') return note.current?.focus()
      return key === 'skip' ? onSkip(item.no) : undo()
    },
    [hasHelp, save, takeAll, set, onSkip, item.no, undo],
  )
  const typed = useCodeKeys(hasKeys, press, toggle)
  return (
    <Card title={t('item', { month: item.month.slice(0, 7), no: item.no })} extra={<span className="row">{item.turn === 2 ? <StatusMark tone="warn">{t('second')}</StatusMark> : null}{item.doubleTen ? <StatusMark tone="wait">{t('doubleTen')}</StatusMark> : null}</span>}>
      <div className="desk-work">
        <div><PrescriptionSheet sheet={item} /></div>
        <div className="desk-side">
          <CodePicker hints={item.hints} draft={draft} set={set} note={note} />
          <div className="soft small" role="status">{typed !== '' ? t('typed', { code: typed }) : failed ? t('notKept') : isKept ? t('kept') : ''}</div>
          <div className="desk-buttons">
            <Button type="primary" size="large" onClick={save} aria-keyshortcuts="Enter">{t('save')}<kbd aria-hidden="true">↵</kbd></Button>
            <Button onClick={takeAll} disabled={item.hints.length === 0} aria-keyshortcuts="t">{t('takeAll')}<kbd aria-hidden="true">T</kbd></Button>
            <Button onClick={() => onSkip(item.no)} aria-keyshortcuts="s">{t('skip')}<kbd aria-hidden="true">S</kbd></Button>
            <Button onClick={() => setHelp(true)} aria-keyshortcuts="?">{t('help')}<kbd aria-hidden="true">?</kbd></Button>
          </div>
          <p className="row screen-only"><Switch checked={hasKeys} onChange={setKeys} aria-label={t('keys')} size="small" /><span className="soft small">{t('keys')}</span></p>
        </div>
      </div>
      <Modal open={hasHelp} title={t('help')} footer={<Button onClick={() => setHelp(false)}>{t('close')}</Button>} onCancel={() => setHelp(false)}>
        <table className="rx-table"><thead><tr><th scope="col">{t('key')}</th><th scope="col">{t('does')}</th></tr></thead>
          <tbody>{([['1 2 3', 'h_digits'], ['Enter', 'h_enter'], ['T', 'h_t'], ['Backspace', 'h_back'], ['N', 'h_n'], ['S', 'h_s'], ['U', 'h_u'], ['?', 'h_help']] as const).map(([key, says]) => <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{t(says)}</td></tr>)}</tbody></table>
      </Modal>
    </Card>
  )
}
