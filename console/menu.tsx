import { AlertOutlined, ApiOutlined, AuditOutlined, BellOutlined, BookOutlined, CalendarOutlined, ClusterOutlined, ExperimentOutlined, FileDoneOutlined, FileSearchOutlined, FlagOutlined, FormOutlined, FundOutlined, ImportOutlined, InboxOutlined, LineChartOutlined, MedicineBoxOutlined, MessageOutlined, ProfileOutlined, ReadOutlined, SafetyOutlined, ScheduleOutlined, SettingOutlined, SmileOutlined, SolutionOutlined, SoundOutlined, StarOutlined, TeamOutlined, TrophyOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { Badge, Menu, type MenuProps } from 'antd'
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import type { Role } from '../kernel/actor.ts'
import { useTexts } from '../ui/texts.ts'
import { texts } from './texts.ts'

/** What waits of surveys, beside their entry in the menu. */
const SurveyMark = lazy(() => import('../modules/survey/console/waiting-mark.tsx').then((file) => ({ default: file.SurveyMark })))

type Entry = { to: string; /** Screens that belong to it under other addresses. */ also?: readonly string[]; text: keyof typeof texts; icon: ReactNode; roles?: readonly Role[] }
type Group = { text: keyof typeof texts; entries: readonly Entry[] }

/** The menu: what a person's posts let them open, in the order of a working day. */
const groups: readonly Group[] = [
  {
    text: 'groupToday',
    entries: [
      { to: '/due', also: ['/evidence'], text: 'due', icon: <AlertOutlined /> },
      { to: '/registers', also: ['/missing'], text: 'registers', icon: <FormOutlined /> },
      { to: '/reports', also: ['/report-'], text: 'reports', icon: <FileDoneOutlined />, roles: ['commission_head', 'commission_clerk', 'inspector', 'auditor', 'institution_head', 'institution_clerk', 'department_head'] },
      { to: '/notices', text: 'notices', icon: <BellOutlined /> },
    ],
  },
  {
    text: 'groupVoices',
    entries: [
      { to: '/matters', also: ['/matter-kinds'], text: 'matters', icon: <MessageOutlined /> },
      { to: '/channels', text: 'channels', icon: <InboxOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk', 'complaint_officer'] },
      { to: '/surveys', text: 'surveys', icon: <SmileOutlined /> },
    ],
  },
  {
    text: 'groupVisits',
    entries: [
      { to: '/booking/schedule', also: ['/booking'], text: 'schedule', icon: <ScheduleOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk', 'department_head', 'doctor', 'nurse', 'desk_clerk'] },
      { to: '/queue/board', also: ['/queue'], text: 'queues', icon: <ProfileOutlined />, roles: ['desk_clerk', 'nurse', 'doctor', 'pharmacist', 'department_head', 'institution_clerk', 'institution_head', 'complaint_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] },
      { to: '/exams', text: 'exams', icon: <ExperimentOutlined />, roles: ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'] },
      { to: '/admission', text: 'admission', icon: <MedicineBoxOutlined />, roles: ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'] },
    ],
  },
  {
    text: 'groupDrugs',
    entries: [
      { to: '/review', text: 'review', icon: <FileSearchOutlined />, roles: ['pharmacist', 'doctor', 'department_head', 'institution_clerk', 'institution_head', 'commission_clerk', 'commission_head', 'inspector'] },
      { to: '/prescribing/double-ten', also: ['/prescribing'], text: 'prescribing', icon: <FundOutlined />, roles: ['pharmacist', 'institution_head', 'institution_clerk', 'department_head', 'doctor', 'discipline_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] },
    ],
  },
  {
    text: 'groupCampaigns',
    entries: [
      { to: '/plans', also: ['/league-method', '/appraisal/', '/obligations/'], text: 'plans', icon: <FlagOutlined /> },
      { to: '/reader', text: 'reader', icon: <ReadOutlined />, roles: ['commission_head', 'commission_clerk'] },
      { to: '/templates', text: 'templates', icon: <BookOutlined /> },
      { to: '/childplans', text: 'childplans', icon: <SolutionOutlined /> },
      { to: '/groups', also: ['/consults/'], text: 'groups', icon: <TeamOutlined /> },
    ],
  },
  {
    text: 'groupResults',
    entries: [
      { to: '/measures', text: 'measures', icon: <LineChartOutlined /> },
      { to: '/leagues', text: 'leagues', icon: <TrophyOutlined /> },
      { to: '/bulletins', text: 'bulletins', icon: <SoundOutlined />, roles: ['commission_head', 'commission_clerk', 'inspector', 'auditor', 'institution_head', 'institution_clerk', 'department_head', 'complaint_officer'] },
      { to: '/exemplars', text: 'exemplars', icon: <StarOutlined /> },
    ],
  },
  {
    text: 'groupBasics',
    entries: [
      { to: '/directory', text: 'directory', icon: <ClusterOutlined /> },
      { to: '/import', text: 'import', icon: <ImportOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] },
      { to: '/accounts', text: 'accounts', icon: <SafetyOutlined />, roles: ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] },
      { to: '/calendar', text: 'calendar', icon: <CalendarOutlined /> },
      { to: '/fhir', text: 'fhir', icon: <ApiOutlined />, roles: ['institution_head', 'institution_clerk'] },
      { to: '/audit', text: 'audit', icon: <AuditOutlined />, roles: ['auditor', 'commission_head', 'commission_clerk', 'institution_head'] },
      { to: '/settings', text: 'settings', icon: <SettingOutlined />, roles: ['commission_head', 'commission_clerk', 'auditor'] },
    ],
  },
]

const isAt = (pathname: string, { to, also = [] }: Entry): boolean => [to, ...also].some((start) => pathname.startsWith(start))

/** What the roles open: groups by name; of a group with one entry only the entry, set off by a line. */
export function SideMenu({ roles, unread, onGo }: { roles: readonly Role[]; unread: number; onGo: () => void }) {
  const t = useTexts(texts)
  const { pathname } = useLocation()
  const box = useRef<HTMLDivElement>(null)
  const mine = groups
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => entry.roles === undefined || entry.roles.some((role) => roles.includes(role))) }))
    .filter((group) => group.entries.length > 0)
  const selected = mine.flatMap((group) => group.entries).filter((entry) => isAt(pathname, entry)).map((entry) => entry.to)
  const [here] = selected
  // On a low window the entry of the open screen would otherwise lie out of sight.
  useEffect(() => {
    const [place, entry] = [box.current?.parentElement, box.current?.querySelector('.ant-menu-item-selected')]
    if (here === undefined || !place || !entry) return
    const [around, its] = [place.getBoundingClientRect(), entry.getBoundingClientRect()]
    // The menu alone is scrolled: the page beside it stays where it is.
    if (its.top < around.top || its.bottom > around.bottom) place.scrollTop += its.top - around.top - (around.height - its.height) / 2
  }, [here])
  const asItem = (entry: Entry) => ({
    key: entry.to,
    icon: entry.icon,
    label: (
      <Link to={entry.to}>
        {t(entry.text)}
        {entry.to === '/surveys' ? <Suspense fallback={null}><SurveyMark roles={roles} /></Suspense> : null}
        {entry.to === '/notices' && unread > 0 ? <Badge count={unread} size="small" style={{ marginInlineStart: 8 }} /> : null}
      </Link>
    ),
  })
  const items = mine.flatMap(({ text, entries }, at): NonNullable<MenuProps['items']> =>
    entries.length > 1 ? [{ type: 'group', key: text, label: t(text), children: entries.map(asItem) }] : [...(at === 0 ? [] : [{ type: 'divider' as const, key: text }]), ...entries.map(asItem)],
  )
  return (
    <div ref={box}>
      <Menu mode="inline" className="side-menu" style={{ borderInlineEnd: 'none' }} onClick={onGo} selectedKeys={selected} items={items} />
    </div>
  )
}
