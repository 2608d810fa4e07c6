import { Form, Modal, type FormInstance } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useFirstField } from './first-field.ts'
import { markFaults } from './form-rules.ts'
import { Fault } from './page.tsx'

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
  // The dialog is mounted open and unmounted to close, so handing the focus back is up to us.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) setTimeout(() => { if (opener.isConnected) opener.focus() })
    },
    [opener],
  )
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
