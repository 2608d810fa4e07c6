import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

let folder: string | null = null

/** Said once when the server starts: beside the database, so that every process of it reads the same files. */
export function keepLinesIn(place: string): void {
  mkdirSync(place, { recursive: true, mode: 0o700 })
  folder = place
}

/** Files are derived from the lines and can be made again; where nothing was said they lie in a folder of this process. */
export function linesFolder(): string {
  folder ??= mkdtempSync(path.join(os.tmpdir(), 'huiyin-lines-'))
  return folder
}

/** Hive layout, as object stores and query engines read it: lines/region=990121/month=2026-03/lines.parquet. */
export const fileOf = (regionCode: string, month: string): string => path.join(linesFolder(), 'lines', `region=${regionCode}`, `month=${month.slice(0, 7)}`, 'lines.parquet')
export const isThere = (regionCode: string, month: string): boolean => existsSync(fileOf(regionCode, month))
