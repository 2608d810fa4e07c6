import { Form, Modal, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import { useFirstField } from './first-field.ts'
import { CallError } from './call.ts'
import { Fault } from './page.tsx'
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

/** A dialog with a form; it stays open with everything typed when the server says no. */
export function FormDialog<Values extends object>(props: {
  open: boolean
  title: string
  okText: string
  initial?: Partial<Values>
  hint?: ReactNode
  danger?: boolean
  width?: number
  onCancel: () => void
  onSubmit: (values: Values) => Promise<unknown>
  children: ReactNode
}) {
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const first = useFirstField()
  const submit = async (values: Values) => {
    setBusy(true)
    setError(null)
    try {
      await props.onSubmit(values)
      form.resetFields()
    } catch (caught) {
      setError(caught)
      markFaults(form as FormInstance, caught)
    } finally {
      setBusy(false)
    }
  }
  const cancel = () => {
    setError(null)
    props.onCancel()
  }
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      width={props.width ?? 560}
      okButtonProps={{ loading: busy, danger: props.danger === true }}
      onOk={() => form.submit()}
      onCancel={cancel}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <div ref={first}>
        {props.hint === undefined ? null : <div className="dialog-hint">{props.hint}</div>}
        <Form<Values> form={form} layout="vertical" initialValues={props.initial ?? {}} onFinish={(values) => void submit(values)} scrollToFirstError requiredMark>
          {props.children}
        </Form>
        {error === null ? null : <Fault error={error} />}
      </div>
    </Modal>
  )
}
