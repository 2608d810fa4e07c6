import { Button, Modal } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { showInstant } from '../../../ui/dates.ts'
import { Card } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { titleOf } from '../rules/words.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { dropDraft, listDrafts, type Draft } from './drafts.ts'
import { texts } from './form-texts.ts'
import { outbox } from './outbox.ts'

/** What was begun on this device and not finished. */
export function DraftList({ registerKey }: { registerKey?: string }) {
  const t = useTexts(texts)
  const name = useName()
  const me = useRead(identityContract.me)
  const account = me.data?.actor.id
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const [dropping, setDropping] = useState<Draft | null>(null)
  const load = useCallback(() => {
    if (account !== undefined) void listDrafts(account, registerKey).then(setDrafts, () => setDrafts([]))
  }, [account, registerKey])
  useEffect(load, [load])
  // A refusal of what waited puts it back here.
  useEffect(() => outbox.subscribe(load), [load])
  if (drafts.length === 0) return null
  return (
    <Card title={t('drafts')}>
      <ul className="lines">
        {drafts.map((draft) => (
          <li key={draft.id} className="line-split draft-line touch">
            <div>
              <b>{name(draft.view.definition.name)}</b>
              <div className="soft">{[titleOf(draft.view.definition, draft.filled.values as Parameters<typeof titleOf>[1], new Map(Object.entries(draft.filled.names))), t('draftOf', { time: showInstant(draft.savedAt) })].join(' · ')}</div>
              {draft.says === null ? null : <div className="field-fault">{draft.says}</div>}
            </div>
            <div className="row">
              {draft.target === null
                ? <ButtonLink to="/registers/$key/new" params={{ key: draft.registerKey }} search={{ draft: draft.id }}>{t('goOn')}</ButtonLink>
                : <ButtonLink to="/registers/$key/$institutionId/$entryId/correct" params={{ key: draft.registerKey, institutionId: draft.target.institutionId, entryId: draft.target.entryId }} search={{ draft: draft.id }}>{t('goOn')}</ButtonLink>}
              <Button onClick={() => setDropping(draft)}>{t('dropDraft')}</Button>
            </div>
          </li>
        ))}
      </ul>
      <Modal
        open={dropping !== null}
        title={t('dropDraft')}
        okText={t('dropDraft')}
        okButtonProps={{ danger: true }}
        onCancel={() => setDropping(null)}
        onOk={() => {
          if (dropping !== null) void dropDraft(dropping.id).then(load)
          setDropping(null)
        }}
      >
        <p>{t('dropSure')}</p>
        {dropping === null || dropping.earlier === null ? null : <p>{t('throwTried')}</p>}
      </Modal>
    </Card>
  )
}
