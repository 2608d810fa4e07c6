// npm start: installs exactly the lock file, builds, starts database and server.
import { run } from './run.mjs'

run('main.js', process.argv.slice(2))
