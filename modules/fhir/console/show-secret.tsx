import { App, Button, Modal } from 'antd'
import { useTexts } from '../../../ui/texts.ts'
import { texts } from './texts.ts'

/** The only time it is seen; nothing but the button closes it. */
export function ShowSecret({ clientId, secret, tokenAddress, onClose }: { clientId: string; secret: string; tokenAddress: string; onClose: () => void }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const copy = (text: string) => void navigator.clipboard?.writeText(text).then(() => message.success(t('copied')), () => undefined)
  const line = (label: string, text: string) => (
    <div className="fhir-shown">
      <span>{label}</span>
      <code className="fhir-code">{text}</code>
      <span><Button size="small" onClick={() => copy(text)} aria-label={`${t('copy')}：${label}`}>{t('copy')}</Button></span>
    </div>
  )
  return (
    <Modal open title={t('shownTitle')} closable={false} mask={{ closable: false }} keyboard={false} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
      <p>{t('shownOnce')}</p>
      {line(t('clientId'), clientId)}
      {line(t('secret'), secret)}
      {line(t('tokenAddress'), tokenAddress)}
    </Modal>
  )
}
