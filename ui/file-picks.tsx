import { CameraOutlined, DeleteOutlined, FileOutlined, UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import type { Control } from './field-shell.tsx'
import { useTexts } from './texts.ts'

const texts = {
  takePicture: { zh: '拍照', en: 'Take a picture' },
  choosePictures: { zh: '选择图片', en: 'Choose pictures' },
  chooseFiles: { zh: '选择文件', en: 'Choose files' },
  remove: { zh: '去掉 {name}', en: 'Remove {name}' },
  busy: { zh: '正在处理图片…', en: 'Preparing the picture…' },
  chosen: { zh: '已选 {n} 个', en: '{n} chosen' },
} as const

export type Pick = { readonly id: string; readonly name: string; readonly size: number; /** Chosen and not sent yet. */ readonly blob?: Blob; /** Where a sent one is seen. */ readonly href?: string; readonly picture: boolean }

export const sizeOf = (bytes: number): string => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

/** A picture of bytes that are not sent yet. */
export function BlobPicture({ blob, alt, className }: { blob: Blob; alt: string; className?: string }) {
  const show = useCallback((image: HTMLImageElement) => {
    const url = URL.createObjectURL(blob)
    image.src = url
    return () => URL.revokeObjectURL(url)
  }, [blob])
  return <img ref={show} alt={alt} {...(className === undefined ? {} : { className })} />
}

type Props = { control: Control; picks: readonly Pick[]; onAdd: (files: File[]) => void; onRemove: (id: string) => void; /** Pictures are asked for, so a phone offers its camera. */ camera: boolean; accept?: string; busy?: boolean; several?: boolean }

/** Files and pictures to send with a form: chosen, dropped or taken on the spot, each with its size and a way to drop it. */
export function FilePicks({ control, picks, onAdd, onRemove, camera, accept, busy = false, several = true }: Props) {
  const t = useTexts(texts)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    if (list !== null && list.length > 0) onAdd([...list])
  }
  const input = { type: 'file', className: 'unseen', multiple: several, ...(accept === undefined ? {} : { accept }), 'aria-describedby': control.describedBy, 'aria-invalid': control.invalid || undefined } as const
  const isOnlyPictures = accept === 'image/*'
  return (
    <div
      className={over ? 'file-field file-field-over' : 'file-field'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <div className="file-buttons">
        {camera ? (
          <span className="file-camera">
            <label className="file-button" htmlFor={`${control.id}-camera`}><CameraOutlined aria-hidden /> {t('takePicture')}</label>
            <input {...input} id={`${control.id}-camera`} accept="image/*" capture="environment" multiple={false} aria-label={t('takePicture')} onChange={(event) => { take(event.target.files); event.target.value = '' }} />
          </span>
        ) : null}
        <span>
          <label className="file-button" htmlFor={control.id}><UploadOutlined aria-hidden /> {t(isOnlyPictures ? 'choosePictures' : 'chooseFiles')}</label>
          <input {...input} id={control.id} aria-labelledby={control.labelId} aria-required={control.required || undefined} onChange={(event) => { take(event.target.files); event.target.value = '' }} />
        </span>
        <span aria-live="polite" className="soft small">{busy ? t('busy') : picks.length === 0 ? '' : t('chosen', { n: picks.length })}</span>
      </div>
      {picks.length === 0 ? null : (
        <ul className="pick-list">
          {picks.map((pick) => (
            <li key={pick.id} className="pick">
              <span className="pick-face">{!pick.picture ? <FileOutlined aria-hidden /> : pick.blob !== undefined ? <BlobPicture blob={pick.blob} alt="" /> : <img src={pick.href} alt="" loading="lazy" />}</span>
              <span className="pick-name">{pick.href === undefined ? pick.name : <a href={pick.href} target="_blank" rel="noreferrer noopener">{pick.name}</a>}<small className="soft number">{sizeOf(pick.size)}</small></span>
              <Button type="text" icon={<DeleteOutlined />} aria-label={t('remove', { name: pick.name })} onClick={() => onRemove(pick.id)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
