import type { App } from '../../../server/platform/app.ts'
import type { Platform } from '../../../server/platform/act.ts'
import { departmentsOn } from '../../directory/public.ts'
import { addWindow, changeQueue, changeScreen, createQueue, createScreen, setWindow } from '../commands/settings.ts'
import { queueContract as contract } from '../contract.ts'
import { listQueues, listWindows } from '../store/queues.ts'
import { listScreens, type Screen } from '../store/screens.ts'
import { viewWindow } from '../views.ts'
import { houseOf } from './house.ts'

const viewScreen = (platform: Pick<Platform, 'publicUrl'>, screen: Screen) => ({ id: screen.id, area: screen.area, queueIds: [...screen.queueIds], speaks: screen.speaks, kioskMost: screen.kioskMost, kioskMinutes: screen.kioskMinutes, active: screen.active, revision: screen.revision, url: `${platform.publicUrl}/screen/${screen.token}`, kioskUrl: `${platform.publicUrl}/kiosk/${screen.token}` })

/** Queues with their rules, windows and displays. */
export function settingsRoutes(app: App): void {
  app.query(contract.listSettings, async ({ read, actor, platform, today }) => {
    const institutionId = houseOf(actor)
    const [queues, windows, screens, departments] = await Promise.all([listQueues(read, institutionId), listWindows(read, institutionId), listScreens(read, institutionId), departmentsOn(read, institutionId, today)])
    const names = new Map(departments.map((each) => [each.id, each.name]))
    return {
      queues: queues.map((queue) => ({ ...queue, clinicIds: [...queue.clinicIds], rule: { ...queue.rule, hours: [...queue.rule.hours] }, department: names.get(queue.departmentId) ?? '', windows: windows.filter((window) => window.queueId === queue.id).map((window) => viewWindow(window, actor.id)) })),
      screens: screens.map((screen) => viewScreen(platform, screen)),
    }
  })
  app.command(contract.createQueue, async ({ body, ...act }) => ({ id: (await createQueue(act, { ...body, institutionId: houseOf(act.actor) })).id }))
  app.command(contract.changeQueue, async ({ params, body, ...act }) => ({ id: (await changeQueue(act, { ...body, ...params, institutionId: houseOf(act.actor) })).id }))
  app.command(contract.addWindow, async ({ params, body, ...act }) => ({ id: (await addWindow(act, { ...body, ...params, institutionId: houseOf(act.actor) })).id }))
  app.command(contract.setWindow, async ({ params, body, ...act }) => {
    await setWindow(act, { ...body, ...params, institutionId: houseOf(act.actor) })
    return {}
  })
  app.command(contract.createScreen, async ({ body, ...act }) => viewScreen(act.platform, await createScreen(act, { ...body, institutionId: houseOf(act.actor) })))
  app.command(contract.changeScreen, async ({ params, body, ...act }) => viewScreen(act.platform, await changeScreen(act, { ...body, ...params, institutionId: houseOf(act.actor) })))
}
