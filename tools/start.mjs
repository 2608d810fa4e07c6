// npm start: installs exactly the lock file, builds, starts database and server.
import process from 'node:process'
import { run } from './run.mjs'

await run('main.js', process.argv.slice(2))
