import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roleNames } from '../../../kernel/actor.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract, type SessionView } from '../contract.ts'
import { agentWords } from './agent.ts'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'
import { texts } from './texts.ts'

type Session = z.infer<typeof SessionView>

/** What is mine: posts, password, second factor, the places where I am signed in. */
export function AccountScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { message } = App.useApp()
  const me = useRead(identityContract.me)
  if (me.isPending) return <Loading />
  if (me.error !== null) return <Page title={t('account')}><Fault error={me.error} retry={() => void me.refetch()} /></Page>
  const mine = me.data
  return (
    <Page title={t('account')}>
      <Card>
        <Facts
          items={[
            [t('name'), mine.name],
            [t('loginName'), mine.loginName],
            [t('institution'), mine.institution?.name],
            [t('posts'), mine.posts.length === 0 ? t('noPosts') : <ul key="posts" className="bare">{mine.posts.map((post) => <li key={post.postId}>{`${post.title}（${name(roleNames[post.role])}）`}</li>)}</ul>],
          ]}
        />
      </Card>
      {mine.hasPassword ? (
        <Card title={t('changePassword')}>
          <PasswordForm onChanged={() => void message.success(t('changed'))} />
        </Card>
      ) : null}
      <SecondFactor on={mine.secondFactor} hasPassword={mine.hasPassword} />
      <Sessions />
    </Page>
  )
}

function Sessions() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { modal } = App.useApp()
  const found = useRead(identityContract.listSessions)
  const revoke = useDo(identityContract.revokeSession)
  const [error, setError] = useState<unknown>(null)
  const everywhere = useDo(identityContract.signOutEverywhere)
  const leave = async () => {
    try {
      await everywhere.mutateAsync({})
    } catch (caught) {
      setError(caught)
      return
    }
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
  const sure = () => void modal.confirm({ title: t('everywhere'), content: t('everywhereSure'), okText: t('everywhere'), okButtonProps: { danger: true }, onOk: leave })
  const agent = (session: Session) => agentWords(session.agent) ?? t('unknownAgent')
  return (
    <Card title={t('sessions')} extra={<Button onClick={sure}>{t('everywhere')}</Button>}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {error === null && revoke.error === null ? null : <Fault error={error ?? revoke.error} />}
      <ul className="lines">
        {(found.data?.rows ?? []).map((session) => (
          <li key={session.id} className="line-split">
            <div>
              <div className="row"><b title={session.agent}>{agent(session)}</b>{session.current ? <StatusMark tone="good" compact>{t('thisOne')}</StatusMark> : null}</div>
              <div className="soft small number">{[session.address, t(`m_${session.method}`), t('since', { at: showInstant(session.createdAt) }), t('lastSeen', { at: showInstant(session.lastSeenAt) })].filter(Boolean).join(' · ')}</div>
            </div>
            {session.current ? null : <Button aria-label={t('endOf', { agent: agent(session) })} onClick={() => revoke.mutate({ params: { sessionId: session.id } })}>{t('end')}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
