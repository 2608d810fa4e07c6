import { Form, Input, Modal } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import { Fault } from './page.tsx'

/** A dialog that asks for words before something is done; it stays open, with the words, when the server says no. */
export function AskForWords(props: {
  open: boolean
  title: string
  label: string
  hint?: ReactNode
  okText: string
  danger?: boolean
  minLength?: number
  onCancel: () => void
  onSubmit: (words: string) => Promise<unknown>
}) {
  const fieldId = useId()
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const enough = words.trim().length >= (props.minLength ?? 1)
  const submit = async () => {
    setBusy(true)
    setError(null)
    try {
      await props.onSubmit(words.trim())
      setWords('')
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: props.danger === true, disabled: !enough, loading: busy }}
      onOk={() => void submit()}
      onCancel={props.onCancel}
      destroyOnHidden
    >
      {props.hint}
      <Form layout="vertical">
        <Form.Item label={props.label} htmlFor={fieldId} required>
          <Input.TextArea id={fieldId} value={words} onChange={(event) => setWords(event.target.value)} autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
        </Form.Item>
      </Form>
      {error === null ? null : <Fault error={error} />}
    </Modal>
  )
}
