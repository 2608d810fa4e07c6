import { AlertOutlined, ApiOutlined, AuditOutlined, BellOutlined, BookOutlined, CalendarOutlined, ClusterOutlined, ExperimentOutlined, FileDoneOutlined, FileSearchOutlined, FlagOutlined, FormOutlined, FundOutlined, ImportOutlined, InboxOutlined, LineChartOutlined, MedicineBoxOutlined, MenuOutlined, MessageOutlined, ProfileOutlined, ReadOutlined, SafetyOutlined, ScheduleOutlined, SettingOutlined, SmileOutlined, SolutionOutlined, SoundOutlined, StarOutlined, TeamOutlined, TrophyOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { Badge, Button, Drawer, Dropdown, Menu, type MenuProps } from 'antd'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { roleNames, type Role } from '../kernel/actor.ts'
import { Loading } from '../ui/page.tsx'
import { useAppearance } from '../ui/look.tsx'
import { useTexts } from '../ui/texts.ts'
import { useChoice } from './appearance.tsx'
import { Mark } from './mark.tsx'
import { meQuery, useSignOut } from './session.ts'
import { texts } from './texts.ts'

/** Sends what was entered without a network, from whatever screen is open. */
const OutboxBar = lazy(() => import('../modules/register/console/outbox-bar.tsx').then((file) => ({ default: file.OutboxBar })))
/** What waits of surveys, beside their entry in the menu. */
const SurveyMark = lazy(() => import('../modules/survey/console/waiting-mark.tsx').then((file) => ({ default: file.SurveyMark })))

type Entry = { to: string; /** Screens that belong to it under another address. */ also?: string; text: keyof typeof texts; icon: ReactNode; roles?: readonly Role[] }

/** The menu: what a person's posts let them open, in the order of a working day. */
const entries: readonly Entry[] = [
  { to: '/due', text: 'due', icon: <AlertOutlined /> },
  { to: '/matters', also: '/matter-kinds', text: 'matters', icon: <MessageOutlined /> },
  { to: '/booking/schedule', also: '/booking', text: 'schedule', icon: <ScheduleOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk', 'department_head', 'doctor', 'nurse', 'desk_clerk'] },
  { to: '/queue/board', also: '/queue', text: 'queues', icon: <ProfileOutlined />, roles: ['desk_clerk', 'nurse', 'doctor', 'pharmacist', 'department_head', 'institution_clerk', 'institution_head', 'complaint_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] },
  { to: '/exams', text: 'exams', icon: <ExperimentOutlined />, roles: ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'] },
  { to: '/review', text: 'review', icon: <FileSearchOutlined />, roles: ['pharmacist', 'doctor', 'department_head', 'institution_clerk', 'institution_head', 'commission_clerk', 'commission_head', 'inspector'] },
  { to: '/admission', text: 'admission', icon: <MedicineBoxOutlined />, roles: ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'] },
  { to: '/prescribing/double-ten', also: '/prescribing', text: 'prescribing', icon: <FundOutlined />, roles: ['pharmacist', 'institution_head', 'institution_clerk', 'department_head', 'doctor', 'discipline_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] },
  { to: '/surveys', text: 'surveys', icon: <SmileOutlined /> },
  { to: '/registers', text: 'registers', icon: <FormOutlined /> },
  { to: '/reports', text: 'reports', icon: <FileDoneOutlined />, roles: ['commission_head', 'commission_clerk', 'inspector', 'auditor', 'institution_head', 'institution_clerk', 'department_head'] },
  { to: '/leagues', text: 'leagues', icon: <TrophyOutlined /> },
  { to: '/bulletins', text: 'bulletins', icon: <SoundOutlined />, roles: ['commission_head', 'commission_clerk', 'inspector', 'auditor', 'institution_head', 'institution_clerk', 'department_head', 'complaint_officer'] },
  { to: '/exemplars', text: 'exemplars', icon: <StarOutlined /> },
  { to: '/plans', text: 'plans', icon: <FlagOutlined /> },
  { to: '/reader', text: 'reader', icon: <ReadOutlined />, roles: ['commission_head', 'commission_clerk'] },
  { to: '/templates', text: 'templates', icon: <BookOutlined /> },
  { to: '/measures', text: 'measures', icon: <LineChartOutlined /> },
  { to: '/groups', text: 'groups', icon: <TeamOutlined /> },
  { to: '/childplans', text: 'childplans', icon: <SolutionOutlined /> },
  { to: '/directory', text: 'directory', icon: <ClusterOutlined /> },
  { to: '/import', text: 'import', icon: <ImportOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] },
  { to: '/channels', text: 'channels', icon: <InboxOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk', 'complaint_officer'] },
  { to: '/fhir', text: 'fhir', icon: <ApiOutlined />, roles: ['institution_head', 'institution_clerk'] },
  { to: '/notices', text: 'notices', icon: <BellOutlined /> },
  { to: '/calendar', text: 'calendar', icon: <CalendarOutlined /> },
  { to: '/accounts', text: 'accounts', icon: <SafetyOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] },
  { to: '/audit', text: 'audit', icon: <AuditOutlined />, roles: ['auditor', 'commission_head', 'commission_clerk', 'institution_head'] },
  { to: '/settings', text: 'settings', icon: <SettingOutlined />, roles: ['commission_head', 'commission_clerk', 'auditor'] },
]

export function Shell() {
  const t = useTexts(texts)
  const me = useQuery(meQuery)
  const { narrow } = useAppearance()
  const { locale, scheme, setLocale, setScheme } = useChoice()
  const location = useLocation()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const router = useRouter()
  // After a change of page the focus stands at its beginning, as it would after a real page load.
  useEffect(() => router.subscribe('onResolved', ({ fromLocation, pathChanged }) => { if (fromLocation !== undefined && pathChanged) main.current?.focus({ preventScroll: true }) }), [router])
  if (me.data === undefined) return <Loading />

  const mine = entries.filter((entry) => entry.roles === undefined || entry.roles.some((role) => me.data.roles.includes(role)))
  const selected = mine.filter((entry) => location.pathname.startsWith(entry.to) || (entry.also !== undefined && location.pathname.startsWith(entry.also))).map((entry) => entry.to)
  const unread = me.data.unreadNotices
  const menu = (
    <Menu
      mode="inline"
      onClick={() => setOpen(false)}
      selectedKeys={selected}
      style={{ borderInlineEnd: 'none' }}
      items={mine.map((entry) => ({
        key: entry.to,
        icon: entry.icon,
        label: (
          <Link to={entry.to}>
            {t(entry.text)}
            {entry.to === '/surveys' ? <Suspense fallback={null}><SurveyMark roles={me.data.roles} /></Suspense> : null}
            {entry.to === '/notices' && unread > 0 ? <Badge count={unread} size="small" style={{ marginInlineStart: 8 }} /> : null}
          </Link>
        ),
      }))}
    />
  )
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
