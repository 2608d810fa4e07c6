import { FileOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { sizeOf } from '../../../ui/file-picks.tsx'
import { Card } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type EntryFile, type EntryView } from '../contract.ts'
import type { EntryParams } from './entry-params.ts'
import { texts } from './texts.ts'

type File = z.output<typeof EntryFile>
const isPicture = (file: File) => file.mediaType.startsWith('image/')
export const hrefOf = (params: EntryParams, fileId: string, inline: boolean): string => urlOf(registerContract.downloadFile, { params: { ...params, fileId }, query: inline ? { inline: '1' } : {} })

/** Pictures as small ones that open large, papers by name; in the order of the fields they belong to. */
export function EntryFiles({ entry, params }: { entry: z.output<typeof EntryView>; params: EntryParams }) {
  const t = useTexts(texts)
  const name = useName()
  const [large, setLarge] = useState<File | null>(null)
  const places = [...entry.definition.fields.map((field) => ({ key: field.key, title: name(field.label) })), { key: null, title: t('evidence') }]
  const groups = places.map((place) => ({ ...place, files: entry.files.filter((file) => file.field === place.key) })).filter((place) => place.files.length > 0)
  if (groups.length === 0) return entry.definition.evidence.files === 'none' ? null : <Card title={t('files')}><span className="soft">{t('noFiles')}</span></Card>
  return (
    <Card title={t('files')}>
      {groups.map((group) => (
        <section key={group.key ?? ''} aria-label={group.title} className="file-group">
          <h3 className="group-head">{group.title}</h3>
          <ul className="thumbs">
            {group.files.map((file) => (
              <li key={file.id}>
                {isPicture(file) ? (
                  <button type="button" className="thumb" aria-label={t('openPicture', { name: file.name })} onClick={() => setLarge(file)}>
                    <img src={hrefOf(params, file.id, true)} alt="" loading="lazy" />
                    <span>{file.name}</span>
                  </button>
                ) : (
                  <a className="thumb thumb-paper" href={hrefOf(params, file.id, false)}>
                    <FileOutlined aria-hidden />
                    <span>{`${file.name}（${sizeOf(file.size)}）`}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Modal open={large !== null} title={large?.name ?? ''} width={1040} onCancel={() => setLarge(null)} footer={large === null ? null : <Button href={hrefOf(params, large.id, false)}>{t('download')}</Button>} destroyOnHidden>
        {large === null ? null : <img className="large-picture" src={hrefOf(params, large.id, true)} alt={large.name} />}
      </Modal>
    </Card>
  )
}
