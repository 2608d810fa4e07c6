import type { Runner } from 'graphile-worker'
import { workersOf } from '../server/assemble.ts'
import { startJobs } from '../server/platform/jobs.ts'
import { addWeb } from '../server/platform/web.ts'
import { newWorld, type OwnWorld, type World } from '../server/testing/api.ts'

/** A server with real pages on a database of its own whose clock the journey moves; jobs run as they are enqueued. */
export type Clocked = {
  readonly world: OwnWorld
  readonly url: string
  /** What a schedule would start at its hour. */
  runJob(name: string, payload?: unknown): Promise<void>
  close(): Promise<void>
}

export async function startClocked(startIso: string, prepare: (world: World) => Promise<void> = async () => undefined): Promise<Clocked> {
  const world = await newWorld(startIso, (app) => addWeb(app, 'e2e'))
  await prepare(world)
  const { workers } = workersOf(world.platform)
  const jobs: Runner = await startJobs({ ownerUrl: world.ownerUrl, workers, schedules: [], log: world.platform.log })
  const url = await world.app.http.listen({ port: 0, host: '127.0.0.1' })
  return {
    world,
    url,
    async runJob(name, payload = {}) {
      const found = workers.find((each) => each.job === name)
      if (found === undefined) throw new Error(`there is no job ${name}`)
      await found.run(payload)
    },
    async close() {
      await jobs.stop()
      await world.close()
    },
  }
}
