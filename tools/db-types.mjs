// Regenerates db/types.ts from a migrated database: node tools/db-types.mjs URL [FILE]
import { spawnSync } from 'node:child_process'

const [url, file = 'db/types.ts'] = process.argv.slice(2)
if (url === undefined) throw new Error('usage: node tools/db-types.mjs URL [FILE]')
const mapping = JSON.stringify({ timestamptz: 'string', date: 'string', int8: 'number', numeric: 'string' })
const done = spawnSync('node_modules/.bin/kysely-codegen', ['--dialect', 'postgres', '--url', url, '--out-file', file, '--type-mapping', mapping, '--default-schema', 'public', '--exclude-pattern', 'graphile_worker.*'], { stdio: 'inherit' })
process.exitCode = done.status ?? 1
