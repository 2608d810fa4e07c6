import os from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Three projects: `rules` needs nothing, `routes` needs PostgreSQL (one embedded server per run),
 * `e2e` needs a browser as well. Titles are sentences of the rule books.
 * Limits only end what hangs: none of them judges how fast a busy machine is.
 */
const isolated = { environment: 'node' as const, testTimeout: 120_000, hookTimeout: 300_000, expect: { poll: { timeout: 30_000 } } }
/** Each journey has a server, a database and a browser of its own: two at once where the machine carries two. */
const journeys = os.availableParallelism() >= 2 && os.totalmem() >= 6 * 2 ** 30 ? 2 : 1
const pure = ['kernel/**/*.test.ts', 'modules/**/rules.test.ts', 'modules/**/rules/**/*.test.ts', 'modules/**/console/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts']

/** Begins with the longest journeys: the demonstration is loaded beside one that does not need it, and no worker is left alone with a long one at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => /\/e2e\/(low-privilege|proofs)\.test\.ts$/.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((each) => !isLong(each))]
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { name: 'rules', include: pure, ...isolated } },
      {
        test: {
          name: 'routes',
          include: ['server/**/*.test.ts', 'modules/**/*.test.ts', 'modules/**/*.test.tsx', 'db/**/*.test.ts', 'portal/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['server/testing/postgres.ts'],
          ...isolated,
        },
      },
      { test: { name: 'e2e', include: ['e2e/**/*.test.ts'], globalSetup: ['server/testing/postgres.ts', 'e2e/server.ts'], ...isolated, testTimeout: 600_000, hookTimeout: 900_000, maxWorkers: journeys } },
    ],
  },
})
