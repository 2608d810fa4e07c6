import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { ConfigError } from './platform/config.ts'

/** A published record to be made once more: `what` says what the file should have been. */
export async function readRecord<T>(file: string, shape: z.ZodType<T>, what: { readonly zh: string; readonly en: string }): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`文件 ${file} 读不到（${error instanceof Error && 'code' in error ? String(error.code) : '未知原因'}），没有核对。The file cannot be read.`)
  })
  const record = shape.safeParse(parse(text, file))
  if (record.success) return record.data
  const [first] = record.error.issues
  throw new ConfigError(`文件 ${file} 不是${what.zh}：${first?.path.map(String).join('.') || '（整个文件）'} ${first?.message ?? ''}。This is no ${what.en}.`)
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`文件 ${file} 不是JSON（${error instanceof Error ? error.message : String(error)}），没有核对。The file is no JSON.`)
  }
}
