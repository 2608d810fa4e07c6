import type { FormInstance } from 'antd'
import { CallError } from './call.ts'
import { useTexts } from './texts.ts'

const texts = { required: { zh: '请填写“{label}”', en: 'Please fill in “{label}”' } } as const

/** A rule for a field that must be filled, naming the field. */
export function useRequired(): (label: string) => { required: true; whitespace: boolean; message: string } {
  const t = useTexts(texts)
  return (label) => ({ required: true, whitespace: true, message: t('required', { label }) })
}

/** Puts the server's field faults beside their fields; what it said stays in the alert as well. */
export function markFaults(form: FormInstance, error: unknown): void {
  if (!(error instanceof CallError)) return
  for (const issue of error.issues) {
    const name = issue.path.replace(/^body\./, '').split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    if (form.getFieldInstance(name) !== undefined) form.setFields([{ name, errors: [issue.message] }])
  }
}
