import type { App } from '../../server/platform/app.ts'
import { enterBenchmark, withdrawBenchmark } from './commands/benchmarks.ts'
import { draftLeague, dropLeague, redraftLeague } from './commands/draft.ts'
import { decideObjection, draftAnswer, fileObjection } from './commands/object.ts'
import { publishLeague } from './commands/publish.ts'
import { withdrawLeague } from './commands/withdraw.ts'
import { appraisalContract as contract } from './contract.ts'
import { leagueSheet } from './sheets.ts'
import { viewBenchmarks, viewLeague, viewLeagues } from './views.ts'

export function appraisalRoutes(app: App): void {
  app.query(contract.listLeagues, (look) => viewLeagues(look))
  app.query(contract.loadLeague, ({ params, ...look }) => viewLeague(look, params))
  app.query(contract.exportLeague, async ({ params, ...look }) => leagueSheet(await viewLeague(look, params)))
  app.command(contract.draftLeague, async ({ body, ...act }) => ({ leagueId: await draftLeague(act, body) }))
  app.command(contract.reckonLeague, async ({ params, body, ...act }) => {
    await redraftLeague(act, params.leagueId, body)
    return {}
  })
  app.command(contract.weighLeague, async ({ params, body, ...act }) => {
    await redraftLeague(act, params.leagueId, body)
    return {}
  })
  app.command(contract.dropLeague, async ({ params, body, ...act }) => {
    await dropLeague(act, params.leagueId, body)
    return {}
  })
  app.command(
    contract.publishLeague,
    async ({ params, body, ...act }) => {
      // Returned and not thrown: the wrong try has to stay counted.
      const wrong = await publishLeague(act, params.leagueId, body)
      return wrong ?? {}
    },
    { holdsSecret: true },
  )
  app.command(contract.withdrawLeague, async ({ params, body, ...act }) => (await withdrawLeague(act, params.leagueId, body)) ?? {}, { holdsSecret: true })
  app.command(contract.objectToLeague, async ({ params, body, ...act }) => ({ objectionId: await fileObjection(act, params.leagueId, body) }))
  app.command(contract.draftLeagueAnswer, async ({ params, body, ...act }) => {
    await draftAnswer(act, params, body)
    return {}
  })
  app.command(contract.decideLeagueObjection, async ({ params, body, ...act }) => (await decideObjection(act, params, body)) ?? {}, { holdsSecret: true })
  app.query(contract.listBenchmarks, (look) => viewBenchmarks(look))
  app.command(contract.enterBenchmark, async ({ body, ...act }) => ({ id: await enterBenchmark(act, body) }))
  app.command(contract.withdrawBenchmark, async ({ params, body, ...act }) => {
    await withdrawBenchmark(act, params.benchmarkId, body)
    return {}
  })
}
