import process from 'node:process'
import { openServer } from './open.ts'

// A server of its own process, to be killed: `server.ts DATADIR PORT`. It says when it answers.
const [dataDir = '', port = '0'] = process.argv.slice(2)
const open = await openServer(dataDir, { port: Number(port), supervise: true })
process.stdout.write(`${open.port}\n`)
