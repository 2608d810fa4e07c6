import { CheckOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { readerContract } from '../contract.ts'
import { useDesk } from './draft-context.ts'
import { texts } from './texts.ts'

/** One understood thing: its words, whether a person confirmed it, and the three things to do with it. */
export function Item({ section, id, lines, name, children, removable = false }: { section: string; id: string; lines: readonly [number, number] | null; name: string; children: ReactNode; removable?: boolean }) {
  const t = useTexts(texts)
  const { draft, lit, light, edit, confirm, send } = useDesk()
  const known = draft.confirmed[id]
  const isLit = lit !== null && lines !== null && lines[0] <= lit[1] && lines[1] >= lit[0]
  const locked = draft.blocked.change !== null
  return (
    <li className={`item${isLit ? ' item-lit' : ''}`} data-first={lines?.[0]}>
      <div className="item-body">
        {lines === null ? <div>{children}</div> : (
          <button type="button" className="item-words" onClick={() => light(lines, 'item')}>{children}<span className="unseen">{` ${t('line', { n: lines[0] })}`}</span></button>
        )}
        <div className="item-acts">
          {known === undefined ? null : <StatusMark tone="good" compact>{known.corrected ? t('corrected') : t('confirmed')}</StatusMark>}
          {locked ? null : (
            <>
              <Button size="small" type={known === undefined ? 'default' : 'text'} icon={<CheckOutlined />} aria-label={`${known === undefined ? t('confirm') : t('undo')} ${name}`} onClick={() => void confirm([id], known === undefined)}>{known === undefined ? t('confirm') : ''}</Button>
              <Button size="small" type="text" icon={<EditOutlined />} aria-label={`${t('edit')} ${name}`} onClick={() => edit({ section, id })} />
              {removable ? (
                <Popconfirm title={`${t('remove')}？`} okText={t('remove')} onConfirm={() => void send(readerContract.removeItem, { params: { draftId: draft.id, itemId: id } })}>
                  <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${t('remove')} ${name}`} />
                </Popconfirm>
              ) : null}
            </>
          )}
        </div>
      </div>
    </li>
  )
}
