import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { refusals, sayRefusal, type RefusalCode } from '../../../kernel/refusal.ts'
import { call, CallError } from '../../../ui/call.ts'
import { useFirstField } from '../../../ui/first-field.ts'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { keyOf, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract, type DoorView, type MeView, type nextSteps } from '../contract.ts'
import { PasswordForm } from './password-form.tsx'
import { texts } from './texts.ts'

type Step = 'credentials' | Exclude<(typeof nextSteps)[number], 'done'>

/** A path of this console and nothing else: what comes in the address is not to be trusted. */
const safe = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/due')

/** What the way to an OpenID provider and back ended with, in the catalogue's sentence. */
const refusedOnTheWay = (code: string | undefined, locale: 'zh' | 'en'): CallError | null =>
  code !== undefined && Object.hasOwn(refusals, code) ? new CallError(401, { error: code, message: sayRefusal({ refused: code as RefusalCode }, locale) }) : null

/** The door: credentials, then the second factor where there is one, then a new password where one is due. */
export function SignInScreen() {
  const t = useTexts(texts)
  const search = useSearch({ strict: false }) as { to?: string; refused?: string; step?: string }
  const router = useRouter()
  const queries = useQueryClient()
  const door = useRead(identityContract.door)
  // Known only when the guard sent somebody here whose password is due; a stranger is not asked about.
  const due = queries.getQueryData<z.infer<typeof MeView>>(keyOf(identityContract.me))?.mustChangePassword === true
  const [step, setStep] = useState<Step>(search.step === 'second_factor' ? 'second_factor' : 'credentials')
  const [password, setPassword] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(() => refusedOnTheWay(search.refused, document.documentElement.lang.startsWith('en') ? 'en' : 'zh'))
  const mustChange = step === 'change_password' || (step === 'credentials' && due)
  const shown: Step = mustChange ? 'change_password' : step
  useEffect(() => {
    document.title = `${t('signIn')} · 回音`
  })
  const enter = () => {
    queries.clear()
    router.history.push(router.basepath === '/' ? safe(search.to) : `${router.basepath}${safe(search.to)}`)
  }
  const attempt = async (ask: () => Promise<{ next: (typeof nextSteps)[number] }>) => {
    setBusy(true)
    setError(null)
    try {
      const { next } = await ask()
      if (next === 'done') enter()
      else setStep(next)
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const signIn = async (body: { loginName: string; password: string }) => {
    setPassword(body.password)
    await attempt(() => call(identityContract.signIn, { body }))
  }
  const again = async () => {
    await call(identityContract.signOut).catch(() => undefined)
    queries.clear()
    setError(null)
    setPassword(undefined)
    setStep('credentials')
  }
  const fault = error === null ? null : <div className="page-alert" role="alert"><Fault error={error} /></div>
  if (shown === 'second_factor') {
    return (
      <>
        <h1>{t('secondFactor')}</h1>
        <p className="soft">{t('secondFactorHint')}</p>
        {fault}
        <OneField label={t('code')} button={t('verify')} busy={busy} onSubmit={(code) => void attempt(() => call(identityContract.presentSecondFactor, { body: { code } }))} />
        <Button type="link" block onClick={() => void again()}>{t('back')}</Button>
      </>
    )
  }
  if (shown === 'change_password') {
    return (
      <>
        <h1>{t('mustChange')}</h1>
        <p className="soft">{t('mustChangeHint')}</p>
        <PasswordForm onChanged={enter} {...(password === undefined ? {} : { known: password })} />
        <Button type="link" block onClick={() => void again()}>{t('back')}</Button>
      </>
    )
  }
  return (
    <>
      <h1>{t('signIn')}</h1>
      {search.to === undefined ? null : <p className="soft">{t('sessionEnded')}</p>}
      {fault}
      <Credentials busy={busy} onSubmit={(body) => void signIn(body)} />
      {door.data === undefined || door.data.openId === null ? null : (
        <>
          <p className="enter-or soft">{t('or')}</p>
          <Button block href={door.data.openId.path}>{t('openId', { label: door.data.openId.label })}</Button>
        </>
      )}
      {door.data === undefined || door.data.demoAccounts.length === 0 ? null : <DemoAccounts accounts={door.data.demoAccounts} busy={busy} onChoose={(body) => void signIn(body)} />}
    </>
  )
}

function Credentials({ busy, onSubmit }: { busy: boolean; onSubmit: (body: { loginName: string; password: string }) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const first = useFirstField()
  return (
    <div ref={first}>
      <Form<{ loginName: string; password: string }> name="sign-in" layout="vertical" requiredMark={false} onFinish={onSubmit}>
        <Form.Item name="loginName" label={t('loginName')} rules={[required(t('loginName'))]}>
          <Input size="large" autoComplete="username" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={100} />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[required(t('password'))]}>
          <Input.Password size="large" autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>{t('signIn')}</Button>
      </Form>
    </div>
  )
}

/** One field and its button. */
function OneField({ label, button, busy, onSubmit }: { label: string; button: string; busy: boolean; onSubmit: (value: string) => void }) {
  const required = useRequired()
  const first = useFirstField()
  return (
    <div ref={first}>
      <Form<{ value: string }> name="one" layout="vertical" requiredMark={false} onFinish={({ value }) => onSubmit(value.trim())}>
        <Form.Item name="value" label={label} rules={[required(label)]}>
          <Input size="large" inputMode="text" autoComplete="one-time-code" maxLength={30} />
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={busy}>{button}</Button>
      </Form>
    </div>
  )
}

function DemoAccounts({ accounts, busy, onChoose }: { accounts: z.infer<typeof DoorView>['demoAccounts']; busy: boolean; onChoose: (body: { loginName: string; password: string }) => void }) {
  const t = useTexts(texts)
  return (
    <section className="demo-accounts" aria-label={t('demoTitle')}>
      <h2>{t('demoTitle')}</h2>
      <p className="soft small">{t('demoHint')}</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.loginName}>
            <button type="button" disabled={busy} onClick={() => onChoose({ loginName: account.loginName, password: account.password })}>
              <b>{account.says}</b>
              <code>{account.loginName}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
