import { defineConfig } from 'vitest/config'

/**
 * Three projects: `rules` needs nothing, `routes` needs PostgreSQL (one embedded server per run),
 * `e2e` needs a browser as well. Titles are sentences of the rule books.
 */
const isolated = { environment: 'node' as const, testTimeout: 30_000, hookTimeout: 120_000 }
const pure = ['kernel/**/*.test.ts', 'modules/**/rules.test.ts', 'modules/**/rules/**/*.test.ts', 'modules/**/console/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
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
      { test: { name: 'e2e', include: ['e2e/**/*.test.ts'], globalSetup: ['server/testing/postgres.ts', 'e2e/server.ts'], ...isolated, testTimeout: 180_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
  },
})
