import process from 'node:process'
import { pino } from 'pino'
import { fixedClock } from '../../../server/platform/clock.ts'
import { openVault, type KeyRing } from '../../../server/platform/crypto.ts'
import { openDatabase } from '../../../server/platform/database.ts'
import { readFile } from '../commands/read-file.ts'

// Reads a file in a process of its own, which a test kills: node import-child.ts '{ appUrl, keyRing, now, institutionId, fileId, lotBytes }'.
const given = JSON.parse(process.argv[2] ?? '{}') as { appUrl: string; keyRing: KeyRing; now: string; institutionId: string; fileId: string; lotBytes: number }
const database = openDatabase(given.appUrl, { max: 4 })
await readFile({ database, clock: fixedClock(given.now), vault: openVault(given.keyRing), log: pino({ level: 'silent' }), demo: false, publicUrl: 'http://localhost' }, given, { lotBytes: given.lotBytes })
await database.close()
