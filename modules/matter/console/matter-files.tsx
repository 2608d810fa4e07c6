import { FileOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../../ui/call.ts'
import { sizeOf } from '../../../ui/file-picks.tsx'
import { Card } from '../../../ui/page.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Matter } from './kind-names.ts'
import { texts } from './matter-texts.ts'

type File = Matter['files'][number]
const roles = ['author', 'before', 'after', 'house'] as const

/** Files by where they came from; pictures open large, sound and film play here. */
export function MatterFiles({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const [large, setLarge] = useState<File | null>(null)
  const hrefOf = (file: File, inline: boolean) => urlOf(matterContract.downloadFile, { params: { institutionId: matter.institutionId, matterId: matter.id, fileId: file.id }, query: inline ? { inline: '1' } : {} })
  if (matter.files.length === 0) return null
  const plays = (file: File) => {
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- what citizens recorded has none
    if (file.mediaType.startsWith('audio/')) return <audio className="matter-media" controls preload="none" src={hrefOf(file, true)} aria-label={file.name} />
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- what citizens recorded has none
    return file.mediaType.startsWith('video/') ? <video className="matter-media" controls preload="none" src={hrefOf(file, true)} aria-label={file.name} /> : null
  }
  return (
    <Card title={t('files')}>
      {roles.map((role) => {
        const files = matter.files.filter((file) => file.role === role)
        return files.length === 0 ? null : (
          <section key={role} className="file-group" aria-label={t(`r_${role}`)}>
            <h3 className="group-head">{t(`r_${role}`)}</h3>
            <ul className="thumbs">
              {files.map((file) => (
                <li key={file.id}>
                  {file.mediaType.startsWith('image/') ? (
                    <button type="button" className="thumb" onClick={() => setLarge(file)}><img src={hrefOf(file, true)} alt="" loading="lazy" /><span>{file.name}</span></button>
                  ) : (
                    <>{plays(file)}<a className="thumb thumb-paper" href={hrefOf(file, false)}><FileOutlined aria-hidden /><span>{`${file.name}（${sizeOf(file.size)}）`}</span></a></>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      <Modal open={large !== null} title={large?.name ?? ''} width={1040} onCancel={() => setLarge(null)} footer={large === null ? null : <Button href={hrefOf(large, false)}>{t('download')}</Button>} destroyOnHidden>
        {large === null ? null : <img className="large-picture" src={hrefOf(large, true)} alt={large.name} />}
      </Modal>
    </Card>
  )
}
