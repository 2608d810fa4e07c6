// The checks that need no database, each counted as one test: [name, command, arguments].
import path from 'node:path'
import { node, root } from './setup.mjs'

const bin = (name) => path.join(root, 'node_modules', '.bin', name)
export const checks = () => [
  ['types of server and rules', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the screens', bin('tsc'), ['-p', 'tsconfig.web.json']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['dependency directions', node, ['tools/check-direction.ts']],
  ['names and pins', node, ['tools/check-names.ts']],
  ['rule numbers', node, ['tools/check-rules.ts']],
].map(([name, command, args]) => [name, typeof command === 'function' ? command() : command, args])
