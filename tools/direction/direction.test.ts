import { expect, test } from 'vitest'
import { circlesOf, importsOf } from './imports.ts'
import { faultsOf, sentences } from './sentences.ts'

/** One planted violation a sentence, and one neighbour that is allowed. */
const planted: Record<string, { bad: [string, string]; good: [string, string] }> = {
  'kernel-stands-alone': { bad: ['kernel/ids.ts', 'server/platform/app.ts'], good: ['kernel/ids.ts', 'kernel/text.ts'] },
  'rules-are-pure': { bad: ['modules/plan/rules/verdict.ts', 'modules/plan/store.ts'], good: ['modules/plan/rules/verdict.ts', 'modules/reader/rules/model.ts'] },
  'contracts-are-browser-safe': { bad: ['modules/plan/contract.ts', 'modules/plan/store.ts'], good: ['modules/plan/contract.ts', 'zod'] },
  'screens-see-contract-and-rules-only': { bad: ['modules/plan/console/board.tsx', 'modules/plan/commands.ts'], good: ['modules/plan/console/board.tsx', 'modules/plan/contract.ts'] },
  'only-stores-speak-sql': { bad: ['modules/plan/commands/launch.ts', 'kysely'], good: ['modules/plan/store/board.ts', 'kysely'] },
  'modules-meet-at-public': { bad: ['modules/plan/commands.ts', 'modules/directory/store.ts'], good: ['modules/plan/commands.ts', 'modules/directory/public.ts'] },
  'platform-knows-no-module': { bad: ['server/platform/app.ts', 'modules/plan/rules.ts'], good: ['server/assemble.ts', 'modules/plan/routes.ts'] },
  'console-and-portal-are-strangers': { bad: ['modules/plan/portal/list.tsx', 'modules/plan/console/board.tsx'], good: ['modules/plan/portal/list.tsx', 'preact'] },
  'only-the-platform-speaks-http': { bad: ['modules/plan/routes.ts', 'fastify'], good: ['server/platform/app.ts', 'fastify'] },
  'fixtures-are-for-tests': { bad: ['modules/plan/commands.ts', 'modules/plan/fixtures.ts'], good: ['modules/plan/rules.test.ts', 'modules/plan/fixtures.ts'] },
  'ui-knows-no-domain': { bad: ['ui/table.tsx', 'modules/plan/contract.ts'], good: ['ui/table.tsx', 'kernel/refusal.ts'] },
  'directory-imports-no-module': { bad: ['modules/directory/commands.ts', 'modules/plan/public.ts'], good: ['modules/directory/commands.ts', 'server/platform/act.ts'] },
  'engines-know-the-directory-only': { bad: ['modules/plan/commands.ts', 'modules/group/public.ts'], good: ['modules/plan/commands.ts', 'modules/directory/public.ts'] },
}

test.each(sentences.map((each) => each.name))('the sentence %s catches its planted violation and leaves the neighbour alone', (name) => {
  const plant = planted[name]
  if (plant === undefined) throw new Error(`plant a violation of ${name}`)
  expect(faultsOf(...plant.bad).map((fault) => fault.sentence)).toContain(name)
  expect(faultsOf(...plant.good)).toEqual([])
})

test('imports are found in every form, types included, and resolved from the root', () => {
  const source = `import type { A } from '../../kernel/a.ts'\nimport b, {\n  c,\n} from "zod"\nexport { d } from './d.ts'\nexport * from './e.ts'\nconst f = await import('./f.ts')\nimport './g.css'\nimport fs from 'node:fs'`
  expect(importsOf('modules/plan/x.ts', source).sort()).toEqual(['kernel/a.ts', 'modules/plan/d.ts', 'modules/plan/e.ts', 'modules/plan/f.ts', 'modules/plan/g.css', 'zod'])
})

test('a circle is found, a diamond is none', () => {
  const diamond = new Map([['a', ['b', 'c']], ['b', ['d']], ['c', ['d']], ['d', []]])
  expect(circlesOf(diamond)).toEqual([])
  expect(circlesOf(new Map([...diamond, ['d', ['a']]])).map((circle) => circle.length)).toEqual([4])
})
