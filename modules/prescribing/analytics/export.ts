import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { copyLines, exportColumns, listRegionMonths, saveExport, versionsOf, type RegionMonth } from '../store/exports.ts'
import { connect, quoted } from './engine.ts'
import { fileOf, isThere } from './folder.ts'

const system = systemActor('prescribing.analytics')

/**
 * Rule PR-77: one region's month as a file, whole or not at all: it is written beside and moved over the old one. The versions
 * are read before the lines: what changes meanwhile leaves the month behind, and it is made again.
 */
async function exportMonth(platform: Platform, of: RegionMonth): Promise<void> {
  const versions = await look(platform, system, ({ read }) => versionsOf(read, of))
  const target = fileOf(of.regionCode, of.month)
  const [text, fresh] = [`${target}.csv`, `${target}.new`]
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  try {
    await copyLines(platform.database, of, text)
    const db = await connect()
    try {
      const columns = exportColumns.map(([name, type]) => `${quoted(name)}: ${quoted(type)}`).join(', ')
      await db.run(`copy (select * from read_csv(${quoted(text)}, header = false, nullstr = '\\N', allow_quoted_nulls = false, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns}}) order by institution_id, on_date) to ${quoted(fresh)} (format parquet, compression zstd, row_group_size 122880)`)
    } finally {
      db.closeSync()
    }
    await rename(fresh, target)
  } finally {
    await Promise.all([rm(text, { force: true }), rm(fresh, { force: true })])
  }
  await act(platform, system, (step) => saveExport(step.tx, of, versions, step.now.toISOString()))
}

/** Every hour: what changed since its file was made, and what has no file here, whoever took it away. */
export async function exportBehind(platform: Platform): Promise<{ months: number }> {
  const behind = (await look(platform, system, ({ read }) => listRegionMonths(read))).filter((each) => each.isBehind || !isThere(each.regionCode, each.month))
  for (const of of behind) await exportMonth(platform, of)
  return { months: behind.length }
}
