import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { worker, type Worker } from '../../server/platform/jobs.ts'
import { notify } from '../../server/platform/notify.ts'
import { accountsOfStaff, institutionNames } from '../directory/public.ts'
import { linkOf } from './commands/nominate.ts'
import { askJob } from './jobs.ts'
import { loadExemplar } from './store/exemplars.ts'

export const exemplarWorkers = (platform: Platform): Worker[] => [
  worker(askJob, async (key) => {
    await act(platform, systemActor('exemplar.ask'), async (step) => {
      const row = await loadExemplar(step.tx, key)
      const account = row.staffId === null || row.consent !== null ? undefined : (await accountsOfStaff(step.tx, row.institutionId, [row.staffId])).get(row.staffId)
      if (account === undefined) return
      await notify(step, { institutionId: row.institutionId, regionCode: row.regionCode, accountId: account, topic: 'exemplar.consent_asked', params: { by: row.nominatedFrom === null ? row.nominatedName : ((await institutionNames(step.tx, [row.nominatedFrom])).get(row.nominatedFrom) ?? row.nominatedName) }, link: linkOf(row), onceKey: `exemplar.consent_asked:${row.exemplarId}` })
    })
  }),
]
