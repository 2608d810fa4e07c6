import type { QueryClient } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { CallError } from '../ui/call.ts'
import { Fault, Loading, Page } from '../ui/page.tsx'
import { Door } from './door.tsx'
import { NotFound } from './not-found.tsx'
import { meQuery } from './session.ts'

type Load = Parameters<typeof lazyRouteComponent>[0]
/** A screen in a chunk of its own, loaded when its address is opened (or its link hovered). */
const screen = (load: () => Promise<object>, name: string) => lazyRouteComponent(load as Load, name as 'default')

/** Where a screen lives: the address, its file, the name it is exported by. One line per screen. */
const screens: readonly (readonly [path: string, load: () => Promise<object>, name: string])[] = [
  ['/due', () => import('./first-screen.tsx'), 'FirstScreen'],
  ['/evidence', () => import('../modules/plan/console/due.tsx'), 'WaitingScreen'],
  ['/plans', () => import('../modules/plan/console/plans.tsx'), 'PlansScreen'],
  ['/plans/$planId', () => import('../modules/plan/console/plan.tsx'), 'PlanScreen'],
  ['/plans/$planId/board', () => import('../modules/plan/console/board.tsx'), 'BoardScreen'],
  ['/plans/$planId/differences', () => import('../modules/plan/console/differences.tsx'), 'DifferencesScreen'],
  ['/plans/$planId/league', () => import('../modules/plan/console/league.tsx'), 'LeagueScreen'],
  ['/league-method', () => import('../modules/plan/console/league-method.tsx'), 'LeagueMethodScreen'],
  ['/appraisal/$institutionId', () => import('../modules/plan/console/appraisal.tsx'), 'AppraisalScreen'],
  ['/obligations/$institutionId/$periodId', () => import('../modules/plan/console/obligation.tsx'), 'ObligationScreen'],
  ['/reader', () => import('../modules/reader/console/reader-list.tsx'), 'ReaderListScreen'],
  ['/reader/$draftId', () => import('../modules/reader/console/reader-draft.tsx'), 'ReaderDraftScreen'],
  ['/reader/$draftId/launch', () => import('../modules/plan/console/launch.tsx'), 'LaunchScreen'],
  ['/templates', () => import('../modules/template/console/templates.tsx'), 'TemplatesScreen'],
  ['/templates/$templateId', () => import('../modules/template/console/template.tsx'), 'TemplateScreen'],
  ['/account', () => import('../modules/identity/console/account.tsx'), 'AccountScreen'],
  ['/accounts', () => import('../modules/identity/console/accounts.tsx'), 'AccountsScreen'],
  ['/registers', () => import('../modules/register/console/registers.tsx'), 'RegistersScreen'],
  ['/registers/$key', () => import('../modules/register/console/register.tsx'), 'RegisterScreen'],
  ['/registers/$key/new', () => import('../modules/register/console/new-entry.tsx'), 'NewEntryScreen'],
  ['/registers/$key/print', () => import('../modules/register/console/print.tsx'), 'PrintScreen'],
  ['/registers/$key/missing', () => import('../modules/register/console/missing-of.tsx'), 'MissingOfScreen'],
  ['/registers/$key/import', () => import('../modules/register/console/import.tsx'), 'RegisterImportScreen'],
  ['/registers/$key/import/$institutionId/$importId', () => import('../modules/register/console/import-preview.tsx'), 'RegisterImportPreviewScreen'],
  ['/registers/$key/$institutionId/$entryId', () => import('../modules/register/console/entry.tsx'), 'EntryScreen'],
  ['/registers/$key/$institutionId/$entryId/correct', () => import('../modules/register/console/correct-entry.tsx'), 'CorrectEntryScreen'],
  ['/missing', () => import('../modules/register/console/missing.tsx'), 'MissingScreen'],
  ['/matters', () => import('../modules/matter/console/matters.tsx'), 'MattersScreen'],
  ['/matters/new', () => import('../modules/matter/console/new-matter.tsx'), 'NewMatterScreen'],
  ['/matters/ledger', () => import('../modules/matter/console/ledger.tsx'), 'LedgerScreen'],
  ['/matters/chase', () => import('../modules/matter/console/chase.tsx'), 'ChaseScreen'],
  ['/matters/figures', () => import('../modules/matter/console/figures.tsx'), 'FiguresScreen'],
  ['/matters/canned', () => import('../modules/matter/console/canned.tsx'), 'CannedScreen'],
  ['/matters/roster', () => import('../modules/matter/console/roster.tsx'), 'RosterScreen'],
  ['/matters/spots', () => import('../modules/matter/console/spots.tsx'), 'SpotsScreen'],
  ['/matters/spots/posters', () => import('../modules/matter/console/posters.tsx'), 'PostersScreen'],
  ['/matters/$institutionId/$matterId', () => import('../modules/matter/console/matter.tsx'), 'MatterScreen'],
  ['/matter-kinds', () => import('../modules/matter/console/kinds.tsx'), 'KindsScreen'],
  ['/matter-kinds/$key', () => import('../modules/matter/console/kind.tsx'), 'KindScreen'],
  ['/booking/day', () => import('../modules/booking/console/day.tsx'), 'DayScreen'],
  ['/booking/guide', () => import('../modules/booking/console/guide.tsx'), 'GuideScreen'],
  ['/booking/appeals', () => import('../modules/booking/console/appeals.tsx'), 'AppealsScreen'],
  ['/booking/payments', () => import('../modules/payment/console/payments.tsx'), 'PaymentsScreen'],
  ['/booking/schedule', () => import('../modules/booking/console/schedule.tsx'), 'ScheduleScreen'],
  ['/booking/clinics', () => import('../modules/booking/console/schedule-clinics.tsx'), 'ClinicsScreen'],
  ['/booking/import', () => import('../modules/booking/console/schedule-import.tsx'), 'ScheduleImportScreen'],
  ['/queue/desk', () => import('../modules/queue/console/desk.tsx'), 'DeskScreen'],
  ['/queue/room', () => import('../modules/queue/console/room.tsx'), 'RoomScreen'],
  ['/queue/board', () => import('../modules/queue/console/board.tsx'), 'BoardScreen'],
  ['/queue/settings', () => import('../modules/queue/console/settings.tsx'), 'SettingsScreen'],
  ['/review', () => import('../modules/review/console/home.tsx'), 'ReviewHome'],
  ['/review/rounds', () => import('../modules/review/console/rounds.tsx'), 'RoundsScreen'],
  ['/review/rounds/$institutionId/$cycleId', () => import('../modules/review/console/round.tsx'), 'RoundScreen'],
  ['/review/desk', () => import('../modules/review/console/desk.tsx'), 'DeskScreen'],
  ['/review/experts', () => import('../modules/review/console/experts.tsx'), 'ExpertsScreen'],
  ['/review/mine', () => import('../modules/review/console/mine.tsx'), 'MineScreen'],
  ['/review/results', () => import('../modules/review/console/results.tsx'), 'ResultsScreen'],
  ['/review/talks', () => import('../modules/review/console/talks.tsx'), 'TalksScreen'],
  ['/review/setting', () => import('../modules/review/console/setting.tsx'), 'SettingScreen'],
  ['/admission', () => import('../modules/admission/console/line.tsx'), 'AdmissionScreen'],
  ['/admission/beds', () => import('../modules/admission/console/beds.tsx'), 'BedBoardScreen'],
  ['/admission/jumps', () => import('../modules/admission/console/line.tsx'), 'JumpsScreen'],
  ['/admission/slips/$institutionId/$slipId', () => import('../modules/admission/console/slip.tsx'), 'SlipScreen'],
  ['/prescribing/files', () => import('../modules/prescribing/console/files.tsx'), 'ChargeFilesScreen'],
  ['/prescribing/files/$institutionId/$fileId', () => import('../modules/prescribing/console/file.tsx'), 'ChargeFileScreen'],
  ['/prescribing/drugs', () => import('../modules/prescribing/console/drugs.tsx'), 'DrugsScreen'],
  ['/prescribing/codes', () => import('../modules/prescribing/console/codes.tsx'), 'CodesScreen'],
  ['/prescribing/double-ten', () => import('../modules/prescribing/console/double-ten.tsx'), 'DoubleTenScreen'],
  ['/prescribing/ratios', () => import('../modules/prescribing/console/ratios.tsx'), 'RatiosScreen'],
  ['/prescribing/antibiotics', () => import('../modules/prescribing/console/antibiotics.tsx'), 'AntibioticsScreen'],
  ['/prescribing/purchases', () => import('../modules/prescribing/console/purchases.tsx'), 'PurchasesScreen'],
  ['/prescribing/queries', () => import('../modules/prescribing/console/queries.tsx'), 'PrescriberQueriesScreen'],
  ['/prescribing/questions', () => import('../modules/prescribing/console/questions.tsx'), 'QuestionsScreen'],
  ['/exams', () => import('../modules/exam/console/exams.tsx'), 'ExamsScreen'],
  ['/exams/clinics', () => import('../modules/exam/console/clinics.tsx'), 'ExamClinicsScreen'],
  ['/exams/$institutionId/$orderId', () => import('../modules/exam/console/order.tsx'), 'OrderScreen'],
  ['/surveys', () => import('../modules/survey/console/surveys.tsx'), 'SurveysScreen'],
  ['/surveys/enter', () => import('../modules/survey/console/enter.tsx'), 'EnterSheetScreen'],
  ['/surveys/$institutionId/$key', () => import('../modules/survey/console/results.tsx'), 'SurveyResultsScreen'],
  ['/surveys/$institutionId/$key/form', () => import('../modules/survey/console/form.tsx'), 'SurveyFormScreen'],
  ['/surveys/$institutionId/$key/comments', () => import('../modules/survey/console/comments.tsx'), 'SurveyCommentsScreen'],
  ['/surveys/$institutionId/$key/sheets', () => import('../modules/survey/console/sheets.tsx'), 'SurveySheetsScreen'],
  ['/groups', () => import('../modules/group/console/groups.tsx'), 'GroupsScreen'],
  ['/groups/$institutionId/$groupId', () => import('../modules/group/console/group.tsx'), 'GroupScreen'],
  ['/consults/$institutionId/$consultId', () => import('../modules/group/console/consult.tsx'), 'ConsultScreen'],
  ['/childplans', () => import('../modules/childplan/console/childplans.tsx'), 'ChildplansScreen'],
  ['/childplans/$institutionId/$childplanId', () => import('../modules/childplan/console/childplan.tsx'), 'ChildplanScreen'],
  ['/measures', () => import('../modules/measure/console/measures.tsx'), 'MeasuresScreen'],
  ['/measures/$key', () => import('../modules/measure/console/measure.tsx'), 'MeasureScreen'],
  ['/directory', () => import('../modules/directory/console/institutions.tsx'), 'InstitutionsScreen'],
  ['/directory/$institutionId', () => import('../modules/directory/console/institution.tsx'), 'InstitutionScreen'],
  ['/directory/$institutionId/staff/$staffId', () => import('../modules/directory/console/person.tsx'), 'PersonScreen'],
  ['/import', () => import('../modules/directory/console/import.tsx'), 'ImportScreen'],
  ['/import/$institutionId/$importId', () => import('../modules/directory/console/import-preview.tsx'), 'ImportPreviewScreen'],
  ['/reports', () => import('../modules/report/console/reports.tsx'), 'ReportsScreen'],
  ['/reports/$institutionId/$packId', () => import('../modules/report/console/pack.tsx'), 'PackScreen'],
  ['/reports/$institutionId/$packId/versions/$revision', () => import('../modules/report/console/version.tsx'), 'VersionScreen'],
  ['/report-rollups/$planId/$formKey/$toOn', () => import('../modules/report/console/rollup.tsx'), 'RollupScreen'],
  ['/report-imports', () => import('../modules/report/console/imports.tsx'), 'ImportsScreen'],
  ['/report-imports/$importId', () => import('../modules/report/console/imports.tsx'), 'ImportScreen'],
  ['/leagues', () => import('../modules/appraisal/console/leagues.tsx'), 'LeaguesScreen'],
  ['/leagues/benchmarks', () => import('../modules/appraisal/console/benchmarks.tsx'), 'BenchmarksScreen'],
  ['/leagues/$institutionId/$leagueId', () => import('../modules/appraisal/console/league.tsx'), 'LeagueScreen'],
  ['/bulletins', () => import('../modules/bulletin/console/bulletins.tsx'), 'BulletinsScreen'],
  ['/bulletins/$bulletinId', () => import('../modules/bulletin/console/bulletin.tsx'), 'BulletinScreen'],
  ['/exemplars', () => import('../modules/exemplar/console/exemplars.tsx'), 'ExemplarsScreen'],
  ['/exemplars/$institutionId/$exemplarId', () => import('../modules/exemplar/console/exemplar.tsx'), 'ExemplarScreen'],
  ['/channels', () => import('../modules/channel/console/channels.tsx'), 'ChannelsScreen'],
  ['/channels/watch', () => import('../modules/channel/console/watch.tsx'), 'WatchScreen'],
  ['/channels/mailboxes/$institutionId/$mailboxId', () => import('../modules/channel/console/mailbox.tsx'), 'MailboxScreen'],
  ['/channels/sources/$institutionId/$sourceId', () => import('../modules/channel/console/source.tsx'), 'SourceScreen'],
  ['/channels/imports/$institutionId/$importId', () => import('../modules/channel/console/import.tsx'), 'OrderImportScreen'],
  ['/fhir', () => import('../modules/fhir/console/clients.tsx'), 'FhirClientsScreen'],
  ['/notices', () => import('../modules/notice/console/notices.tsx'), 'NoticesScreen'],
  ['/audit', () => import('../modules/audit/console/audit.tsx'), 'AuditScreen'],
  ['/calendar', () => import('../modules/calendar/console/calendar.tsx'), 'CalendarScreen'],
  ['/settings', () => import('../modules/setting/console/settings.tsx'), 'SettingsScreen'],
]

export function newRouter(queries: QueryClient) {
  const root = createRootRoute({ component: Outlet })
  const door = createRoute({ getParentRoute: () => root, id: 'door', component: Door })
  const signIn = createRoute({
    getParentRoute: () => door,
    path: '/sign-in',
    validateSearch: (search: Record<string, unknown>): { to?: string; refused?: string; step?: string } =>
      Object.fromEntries(['to', 'refused', 'step'].flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : []))),
    component: screen(() => import('../modules/identity/console/sign-in.tsx'), 'SignInScreen'),
  })
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    // The door is light: menu, drawer and the rest load once somebody is in.
    component: screen(() => import('./shell.tsx'), 'Shell'),
    beforeLoad: async ({ location }) => {
      const to = location.href
      const signInFirst = () => redirect({ to: '/sign-in', search: to === '/' || to === '/due' ? {} : { to } })
      const me = await queries.ensureQueryData(meQuery).catch((error: unknown) => {
        throw error instanceof CallError && error.status === 401 ? signInFirst() : error
      })
      if (me.mustChangePassword) throw signInFirst()
    },
    pendingComponent: Loading,
    errorComponent: ({ error, reset }) => <Page title="回音"><Fault error={error} retry={reset} /></Page>,
  })
  const home = createRoute({ getParentRoute: () => shell, path: '/', beforeLoad: () => { throw redirect({ to: '/due' }) } })
  const pages = screens.map(([path, load, name]) => createRoute({ getParentRoute: () => shell, path, component: screen(load, name) }))
  const missing = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

  const router = createRouter({
    routeTree: root.addChildren([door.addChildren([signIn]), shell.addChildren([home, ...pages, missing])]),
    basepath: '/console',
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: ({ error, reset }) => <Page title="回音"><Fault error={error} retry={reset} /></Page>,
    scrollRestoration: true,
  })

  // A session that ends while a page is open: say so at the door and come back to the same place.
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    const error: unknown = event.action.error
    if (!(error instanceof CallError) || error.status !== 401 || router.state.location.pathname.endsWith('/sign-in')) return
    queries.removeQueries({ queryKey: meQuery.queryKey })
    void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } })
  })
  return router
}
