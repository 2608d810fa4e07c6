import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { linesFolder } from './folder.ts'

let instance: Promise<DuckDBInstance> | null = null

/** Rule PR-78: one engine per process, bounded in memory and threads; what does not fit spills, up to a bound, and else is refused. */
export function connect(): Promise<DuckDBConnection> {
  instance ??= DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '700MB', temp_directory: path.join(linesFolder(), 'spill'), max_temp_directory_size: '20GB', preserve_insertion_order: 'true', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })
  return instance.then((each) => each.connect())
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const readOf = (files: readonly string[]): string => `read_parquet([${files.map(quoted).join(', ')}], hive_partitioning = false)`
