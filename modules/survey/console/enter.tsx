import { Alert, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { surveyContract } from '../contract.ts'
import { texts } from './texts.ts'

type Sheet = z.infer<(typeof surveyContract.openSheet)['reply']>

/** A sheet of paper is entered by the code printed on it: once, like every other. */
export function EnterSheetScreen() {
  const t = useTexts(texts)
  const [code, setCode] = useState('')
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [done, setDone] = useState(false)
  const open = useDo(surveyContract.openSheet, (found) => {
    setSheet(found)
    setDone(false)
  })
  const finish = () => {
    setSheet(null)
    setCode('')
    setDone(true)
  }
  return (
    <Page title={t('enter')} lead={t('lead')}>
      {done ? <Alert type="success" showIcon role="status" title={t('entered')} /> : null}
      <Card>
        <Form layout="inline" onFinish={() => open.mutate({ body: { code } })}>
          <Form.Item label={t('code')} htmlFor="sheet-code"><Input id="sheet-code" value={code} onChange={(event) => setCode(event.target.value)} maxLength={40} autoComplete="off" disabled={sheet !== null} /></Form.Item>
          {sheet === null ? <Button type="primary" htmlType="submit" loading={open.isPending}>{t('look')}</Button> : <Button onClick={() => setSheet(null)}>{t('close')}</Button>}
        </Form>
        {open.error === null || sheet !== null ? null : <Fault error={open.error} />}
      </Card>
      {sheet === null ? null : <Entry key={code} code={code} sheet={sheet} onDone={finish} />}
    </Page>
  )
}

type Values = { comment?: string } & Record<string, string>

function Entry({ code, sheet, onDone }: { code: string; sheet: Sheet; onDone: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const enter = useDo(surveyContract.enterSheet, onDone)
  const { content } = sheet
  const submit = ({ comment = '', ...answers }: Values) => enter.mutate({ body: { code, answers, comment } })
  return (
    <Card title={[name(sheet.name), sheet.departmentName].filter(Boolean).join(' · ')}>
      <Form<Values> layout="vertical" onFinish={submit} scrollToFirstError>
        {content.items.map((item, at) => (
          <Form.Item key={item.key} name={item.key} label={`${at + 1}. ${name(item.text)}`} rules={[{ required: true, message: t('choose') }]}>
            <Radio.Group aria-label={name(item.text)} options={[...(content.scales[item.scale] ?? []).map((choice, value) => ({ value: String(value), label: name(choice) })).toReversed(), ...(item.notApplicable ? [{ value: 'na', label: t('notApplicable') }] : [])]} />
          </Form.Item>
        ))}
        {content.comment ? <Form.Item name="comment" label={t('comment')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item> : null}
        <Button type="primary" htmlType="submit" loading={enter.isPending}>{t('send')}</Button>
      </Form>
      {enter.error === null ? null : <Fault error={enter.error} />}
    </Card>
  )
}
