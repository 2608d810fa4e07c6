import { admissionPages } from '../modules/admission/pages.ts'
import { admissionRoutes } from '../modules/admission/routes.ts'
import { admissionSchedules, admissionWorkers } from '../modules/admission/workers.ts'
import { appraisalPages } from '../modules/appraisal/pages.ts'
import { appraisalRoutes } from '../modules/appraisal/routes.ts'
import { appraisalSchedules, appraisalWorkers } from '../modules/appraisal/workers.ts'
import { auditRoutes } from '../modules/audit/routes.ts'
import { bookingPages } from '../modules/booking/pages.ts'
import { bookingRoutes } from '../modules/booking/routes.ts'
import { bookingSchedules, bookingWorkers } from '../modules/booking/workers.ts'
import { bulletinPages } from '../modules/bulletin/pages.ts'
import { visitsOf } from '../modules/bulletin/public.ts'
import { bulletinRoutes } from '../modules/bulletin/routes.ts'
import { bulletinSchedules, bulletinWorkers } from '../modules/bulletin/workers.ts'
import { calendarRoutes } from '../modules/calendar/routes.ts'
import { calendarWorkers } from '../modules/calendar/workers.ts'
import { channelRoutes } from '../modules/channel/routes.ts'
import { channelSchedules, channelWorkers } from '../modules/channel/workers.ts'
import { childplanRoutes } from '../modules/childplan/routes.ts'
import { directoryRoutes } from '../modules/directory/routes.ts'
import { examRoutes } from '../modules/exam/routes.ts'
import { exemplarPages } from '../modules/exemplar/pages.ts'
import { exemplarRoutes } from '../modules/exemplar/routes.ts'
import { exemplarWorkers } from '../modules/exemplar/workers.ts'
import { fhirRoutes } from '../modules/fhir/routes.ts'
import { groupRoutes } from '../modules/group/routes.ts'
import { groupWorkers } from '../modules/group/workers.ts'
import { identityPages } from '../modules/identity/pages.ts'
import { identityRoutes } from '../modules/identity/routes.ts'
import { identitySchedules, identityWorkers } from '../modules/identity/workers.ts'
import { matterPages } from '../modules/matter/pages.ts'
import { matterRoutes } from '../modules/matter/routes.ts'
import { figuresRoutes } from '../modules/matter/routes/figures.ts'
import { spotRoutes } from '../modules/matter/routes/spots.ts'
import { matterSchedules, matterWorkers, onMatterCalendarChanged } from '../modules/matter/workers.ts'
import { measureRoutes } from '../modules/measure/routes.ts'
import { measureSchedules, measureWorkers } from '../modules/measure/workers.ts'
import { noticeRoutes } from '../modules/notice/routes.ts'
import { paymentPages } from '../modules/payment/pages.ts'
import { paying } from '../modules/payment/public.ts'
import { paymentRoutes } from '../modules/payment/routes.ts'
import { mountStandIn } from '../modules/payment/stand-in/mount.ts'
import { paymentSchedules, paymentWorkers } from '../modules/payment/workers.ts'
import { planPages } from '../modules/plan/pages.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { onCalendarChanged, planSchedules, planWorkers } from '../modules/plan/workers.ts'
import { figurePages } from '../modules/prescribing/figure-pages.ts'
import { prescribingRoutes } from '../modules/prescribing/routes.ts'
import { prescribingSchedules, prescribingWorkers } from '../modules/prescribing/workers.ts'
import { queuePages } from '../modules/queue/pages.ts'
import { queueRoutes } from '../modules/queue/routes.ts'
import { queueSchedules, queueWorkers } from '../modules/queue/workers.ts'
import { readerRoutes } from '../modules/reader/routes.ts'
import { registerPages } from '../modules/register/pages.ts'
import { registerRoutes } from '../modules/register/routes.ts'
import { registerSchedules, registerWorkers } from '../modules/register/workers.ts'
import { reportRoutes } from '../modules/report/routes.ts'
import { reportSchedules, reportWorkers } from '../modules/report/workers.ts'
import { reviewPages } from '../modules/review/pages.ts'
import { reviewRoutes } from '../modules/review/routes.ts'
import { reviewSchedules, reviewWorkers } from '../modules/review/workers.ts'
import { settingRoutes } from '../modules/setting/routes.ts'
import { rateAtKiosk } from '../modules/survey/kiosk.ts'
import { rateVisit, surveyPages } from '../modules/survey/pages.ts'
import { surveyRoutes } from '../modules/survey/routes.ts'
import { surveySchedules, surveyWorkers } from '../modules/survey/workers.ts'
import { templatePages } from '../modules/template/pages.ts'
import { templateRoutes } from '../modules/template/routes.ts'
import { demoAccounts, demoPassword } from '../db/demo/accounts.ts'
import { codeToTry } from '../db/demo/surveys.ts'
import { citizenPages } from '../portal/citizen-pages.ts'
import { formLaw } from '../portal/law.ts'
import { portalPages } from '../portal/pages.ts'
import { connect, measuresMoved } from './connect.ts'
import { newApp, type App } from './platform/app.ts'
import type { Platform } from './platform/act.ts'
import type { Config } from './platform/config.ts'
import type { Schedule, Worker } from './platform/jobs.ts'
import { messageWorker } from './platform/messages.ts'
import { scannerAt } from './platform/virus-scan.ts'

/** What modules need of the operator's settings; a test gives none. */
export type Outside = Pick<Config, 'oidc' | 'sms' | 'clamd'>
export const nothingOutside: Outside = { oidc: null, sms: null, clamd: null }

/** The only list of modules' routes and pages. */
export async function assemble(platform: Platform, outside: Outside = nothingOutside): Promise<App> {
  connect()
  const app = await newApp(platform)
  identityRoutes(app, { openId: outside.oidc, sendsMessages: outside.sms !== null, demoAccounts: demoAccounts.map(({ login, says }) => ({ loginName: login, says, password: demoPassword })) })
  noticeRoutes(app)
  auditRoutes(app)
  calendarRoutes(app)
  directoryRoutes(app)
  settingRoutes(app)
  readerRoutes(app)
  planRoutes(app)
  groupRoutes(app)
  matterRoutes(app, scannerAt(outside.clamd))
  childplanRoutes(app)
  registerRoutes(app)
  templateRoutes(app)
  measureRoutes(app)
  reportRoutes(app)
  channelRoutes(app)
  bulletinRoutes(app)
  exemplarRoutes(app)
  bookingRoutes(app)
  paymentRoutes(app)
  examRoutes(app)
  admissionRoutes(app)
  figuresRoutes(app)
  spotRoutes(app)
  fhirRoutes(app)
  queueRoutes(app)
  reviewRoutes(app)
  prescribingRoutes(app)
  surveyRoutes(app)
  appraisalRoutes(app)
  const pages = portalPages(app)
  const complaintsOf = matterPages(pages, { scan: scannerAt(outside.clamd), law: formLaw, visitsOf, bulletins: '/bulletins' })
  citizenPages(pages, complaintsOf, surveyPages(pages, platform.demo ? codeToTry : null))
  bookingPages(pages, paying)
  paymentPages(pages)
  if (platform.demo) mountStandIn(app, pages)
  admissionPages(pages)
  planPages(pages)
  registerPages(pages)
  templatePages(pages)
  bulletinPages(pages)
  appraisalPages(pages)
  exemplarPages(pages, formLaw)
  queuePages(pages, rateVisit, rateAtKiosk)
  reviewPages(pages)
  figurePages(pages)
  identityPages(pages, { codes: platform.demo || outside.sms !== null })
  return app
}

/** The only list of modules' workers and schedules. */
export function workersOf(platform: Platform, outside: Outside = nothingOutside): { workers: Worker[]; schedules: Schedule[] } {
  return { workers: [messageWorker(platform, outside.sms), ...identityWorkers(platform), ...calendarWorkers([onCalendarChanged(platform), onMatterCalendarChanged(platform)]), ...planWorkers(platform), ...registerWorkers(platform), ...groupWorkers(platform), ...matterWorkers(platform), ...measureWorkers(platform, measuresMoved), ...reportWorkers(platform), ...channelWorkers(platform, scannerAt(outside.clamd)), ...bulletinWorkers(platform), ...appraisalWorkers(platform), ...exemplarWorkers(platform), ...queueWorkers(platform), ...bookingWorkers(platform), ...paymentWorkers(platform), ...admissionWorkers(platform), ...reviewWorkers(platform), ...surveyWorkers(platform), ...prescribingWorkers(platform)], schedules: [...identitySchedules, ...matterSchedules, ...planSchedules, ...registerSchedules, ...measureSchedules, ...reportSchedules, ...channelSchedules, ...bulletinSchedules, ...appraisalSchedules, ...bookingSchedules, ...paymentSchedules, ...admissionSchedules, ...reviewSchedules, ...queueSchedules, ...surveySchedules, ...prescribingSchedules] }
}
