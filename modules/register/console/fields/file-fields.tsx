import { App } from 'antd'
import { useState } from 'react'
import { newKey } from '../../../../ui/device-store.ts'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { FilePicks, type Pick } from '../../../../ui/file-picks.tsx'
import { isPicture, shrinkPicture, shrinkToPng } from '../../../../ui/shrink-picture.ts'
import { SignaturePad } from '../../../../ui/signature-pad.tsx'
import { useName, useTexts } from '../../../../ui/texts.ts'
import type { Picked } from '../filled.ts'
import { texts } from '../form-texts.ts'
import type { EntryForm } from '../use-entry-form.ts'
import { listOf, shellOf, type FieldProps } from './field-props.ts'

const papers = '.pdf,.doc,.docx,.xls,.xlsx,.txt,.csv'
const pictures = 'image/*'
const largest = 20 * 1024 * 1024
/** The server's own limits (Rule RG-21): files of one entry, and the weight of a signature. */
const mostFiles = 10
const largestSignature = 300 * 1024

/** Files that are there already, of one field or ('') of the whole entry. */
function keptOf(form: EntryForm, ids: readonly string[]): Pick[] {
  return form.ask.files.filter((file) => ids.includes(file.id)).map((file) => ({ id: file.id, name: file.name, size: file.size, href: file.href, picture: file.mediaType.startsWith('image/') }))
}

const countOf = (form: EntryForm): number =>
  form.filled.picked.length + (form.filled.evidence?.length ?? 0) + form.view.definition.fields.reduce((sum, field) => {
    const value = form.filled.values[field.key]
    return field.type === 'file' || field.type === 'picture' ? sum + (Array.isArray(value) ? value.length : 0) : field.type === 'signature' && typeof value === 'string' ? sum + 1 : sum
  }, 0)

/** Takes files for a place: pictures are made smaller first, what cannot be taken is said by its name. */
function useTake(form: EntryForm, field: string): { busy: boolean; take: (files: File[], asPng?: boolean) => Promise<void> } {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const prepared = async (file: File, asPng: boolean): Promise<File | null> => {
    if (!isPicture(file)) return file
    const made = await (asPng ? shrinkToPng(file, largestSignature) : shrinkPicture(file)).catch(() => null)
    if (made === null) void message.error(t('pictureBroken', { name: file.name }), 8)
    return made
  }
  const take = async (files: File[], asPng = false) => {
    setBusy(true)
    const taken: Picked[] = []
    const room = mostFiles - countOf(form)
    for (const file of files.slice(0, Math.max(0, room))) {
      const made = await prepared(file, asPng)
      if (made === null) continue
      if (made.size > largest) void message.error(t('fileTooLarge', { name: file.name }), 8)
      else if (made.size === 0) void message.error(t('fileEmpty', { name: file.name }), 8)
      else taken.push({ id: newKey(), field, name: made.name, size: made.size, picture: isPicture(made), blob: made })
    }
    if (files.length > room) void message.error(t('tooManyFiles'), 8)
    if (taken.length > 0) form.addFiles(taken)
    setBusy(false)
  }
  return { busy, take }
}

const pickedOf = (form: EntryForm, field: string): Pick[] => form.filled.picked.filter((each) => each.field === field).map(({ id, name, size, blob, picture }) => ({ id, name, size, blob, picture }))

/** Files or pictures that a field of the definition asks for. */
export function FilesField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  const { busy, take } = useTake(form, field.key)
  const isPictures = field.type === 'picture'
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <FilePicks
          control={control}
          camera
          accept={isPictures ? pictures : `${pictures},${papers}`}
          busy={busy}
          picks={[...keptOf(form, listOf(form, field.key)), ...pickedOf(form, field.key)]}
          onAdd={(files) => void take(files)}
          onRemove={form.removeFile}
        />
      )}
    </FieldShell>
  )
}

/** Evidence of the entry as a whole. */
export function EvidenceField({ form }: { form: EntryForm }) {
  const t = useTexts(texts)
  const name = useName()
  const { evidence } = form.view.definition
  const { busy, take } = useTake(form, '')
  if (evidence.files === 'none') return null
  const formats = t(evidence.pictures ? 'evidenceAny' : 'evidencePapers')
  return (
    <FieldShell id="f-files" label={t('evidence')} required={evidence.files === 'required'} hint={[evidence.says === undefined ? '' : name(evidence.says), formats].filter(Boolean).join('；')} fault={form.faultAt('files')}>
      {(control) => (
        <FilePicks
          control={control}
          camera={evidence.pictures}
          accept={evidence.pictures ? `${pictures},${papers}` : papers}
          busy={busy}
          picks={[...keptOf(form, form.filled.evidence ?? []), ...pickedOf(form, '')]}
          onAdd={(files) => void take(files)}
          onRemove={form.removeFile}
        />
      )}
    </FieldShell>
  )
}

/** A name written by hand, or, for who cannot or will not draw, a picture of one. */
export function SignatureField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const { busy, take } = useTake(form, field.key)
  const value = form.filled.values[field.key]
  const own = form.filled.picked.filter((each) => each.field === field.key)
  const drawn = own.find((each) => each.name === 'signature.png')
  const replace = (picked: Picked | null) =>
    form.change((before) => ({ picked: [...before.picked.filter((each) => each.field !== field.key), ...(picked === null ? [] : [picked])], values: { ...before.values, [field.key]: null } }))
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <>
          <SignaturePad
            labelId={control.labelId}
            value={drawn?.blob ?? null}
            onChange={(blob) => replace(blob === null ? null : { id: newKey(), field: field.key, name: 'signature.png', size: blob.size, picture: true, blob })}
          />
          <p className="soft small">{t('uploadSignature')}</p>
          <FilePicks
            control={control}
            camera={false}
            accept={pictures}
            several={false}
            busy={busy}
            picks={[...keptOf(form, typeof value === 'string' ? [value] : []), ...pickedOf(form, field.key).filter((each) => each.id !== drawn?.id)]}
            onAdd={(files) => {
              replace(null)
              void take(files, true)
            }}
            onRemove={form.removeFile}
          />
        </>
      )}
    </FieldShell>
  )
}
