import { Alert, Button, Empty, Result, Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { CallError } from './call.ts'
import { useTexts } from './texts.ts'

const texts = {
  again: { zh: '重试', en: 'Try again' },
  empty: { zh: '这里还没有内容', en: 'Nothing here yet' },
  loading: { zh: '正在载入', en: 'Loading' },
  missing: { zh: '没有找到这一页', en: 'This page does not exist' },
  missingHint: { zh: '它可能已被移动，或您无权查看。', en: 'It may have moved, or you may not see it.' },
} as const

/** One page: a real h1, an optional lead, actions to the right, content below. Sets the document's title. */
export function Page({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · 回音`
  }, [title])
  return (
    <div className="page">
      <div className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {lead === undefined ? null : <div className="page-lead">{lead}</div>}
        </div>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

export function Card({ title, extra, children, flush = false }: { title?: string; extra?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={flush ? 'card card-flush' : 'card'}>
      {title === undefined ? null : (
        <div className="card-head">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  )
}

export function Loading() {
  const t = useTexts(texts)
  return (
    <div aria-live="polite" aria-busy="true" className="page">
      <span className="unseen">{t('loading')}</span>
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  )
}

/** What went wrong, in the server's sentence, with the field faults below it and a way on. */
export function Fault({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTexts(texts)
  if (error instanceof CallError && error.status === 404) return <Result status="404" title={t('missing')} subTitle={error.message || t('missingHint')} />
  const issues = error instanceof CallError ? error.issues : []
  return (
    <Alert
      type="error"
      showIcon
      title={error instanceof Error ? error.message : String(error)}
      description={issues.length === 0 ? undefined : <ul className="plain">{issues.map((issue) => <li key={issue.path}>{`${issue.path}：${issue.message}`}</li>)}</ul>}
      action={retry === undefined ? undefined : <Button onClick={retry}>{t('again')}</Button>}
    />
  )
}

export function Nothing({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  const t = useTexts(texts)
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children ?? t('empty')}>
      {action}
    </Empty>
  )
}
