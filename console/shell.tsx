import { BellOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { Badge, Button, Drawer, Dropdown, type MenuProps } from 'antd'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { roleNames } from '../kernel/actor.ts'
import { Loading } from '../ui/page.tsx'
import { useAppearance } from '../ui/look.tsx'
import { useTexts } from '../ui/texts.ts'
import { useChoice } from './appearance.tsx'
import { Mark } from './mark.tsx'
import { SideMenu } from './menu.tsx'
import { meQuery, useSignOut } from './session.ts'
import { texts } from './texts.ts'

/** Sends what was entered without a network, from whatever screen is open. */
const OutboxBar = lazy(() => import('../modules/register/console/outbox-bar.tsx').then((file) => ({ default: file.OutboxBar })))

export function Shell() {
  const t = useTexts(texts)
  const me = useQuery(meQuery)
  const { narrow } = useAppearance()
  const { locale, scheme, setLocale, setScheme } = useChoice()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const router = useRouter()
  // After a change of page the focus stands at its beginning, as it would after a real page load.
  useEffect(() => router.subscribe('onResolved', ({ fromLocation, pathChanged }) => { if (fromLocation !== undefined && pathChanged) main.current?.focus({ preventScroll: true }) }), [router])
  if (me.data === undefined) return <Loading />

  const unread = me.data.unreadNotices
  const menu = <SideMenu roles={me.data.roles} unread={unread} onGo={() => setOpen(false)} />
  const personal: MenuProps['items'] = [
    { key: 'me', label: t('account'), icon: <UserOutlined /> },
    { key: 'locale', label: locale === 'zh' ? 'English' : '中文' },
    { key: 'scheme', label: t(scheme === 'dark' ? 'schemeLight' : 'schemeDark') },
    { type: 'divider' },
    { key: 'out', label: t('signOut'), danger: true },
  ]
  const choose: MenuProps['onClick'] = ({ key }) => {
    if (key === 'me') void navigate({ to: '/account' })
    if (key === 'locale') setLocale(locale === 'zh' ? 'en' : 'zh')
    if (key === 'scheme') setScheme(scheme === 'dark' ? 'light' : 'dark')
    if (key === 'out') signOut()
  }
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="shell-head">
        {narrow ? <Button type="text" icon={<MenuOutlined />} aria-label={t('menu')} onClick={() => setOpen(true)} /> : null}
        <Link to="/due" className="brand" aria-label={t('home')}>
          <Mark />
          回音
        </Link>
        {me.data.demo ? <span className="demo-mark">{t('demo')}</span> : null}
        <div className="spacer" />
        <div className="who">
          <b>{me.data.name}</b>
          <span title={me.data.institution?.name}>{[me.data.institution?.shortName, ...me.data.roles.slice(0, 1).map((role) => roleNames[role][locale])].filter(Boolean).join(' · ')}</span>
        </div>
        <Link to="/notices">
          <span aria-hidden="true">
            <Badge count={unread} size="small" offset={[-4, 8]}>
              <BellOutlined style={{ fontSize: 20, color: 'var(--ink)', padding: 6 }} />
            </Badge>
          </span>
          <span className="unseen">{unread > 0 ? t('unread', { n: unread }) : t('notices')}</span>
        </Link>
        <Dropdown menu={{ items: personal, onClick: choose }} trigger={['click']}>
          <Button type="text" icon={<UserOutlined />} aria-label={t('personal')} />
        </Dropdown>
      </header>
      {narrow ? (
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={280} title={me.data.name} styles={{ body: { padding: 8 } }}>
          {menu}
        </Drawer>
      ) : (
        <nav className="shell-side" aria-label={t('menu')}>
          {menu}
        </nav>
      )}
      <main id="main" className="shell-main" tabIndex={-1} ref={main}>
        <Suspense fallback={null}><OutboxBar /></Suspense>
        <Outlet />
      </main>
    </div>
  )
}
