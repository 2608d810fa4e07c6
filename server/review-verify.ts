import { readFile } from 'node:fs/promises'
import { hasher } from '../modules/review/hasher.ts'
import { checkRecord, ReviewRecord } from '../modules/review/rules/record.ts'
import { ConfigError } from './platform/config.ts'

/** Makes the draw of a review's sample once more: needs the file alone, no installation and no network. Ends with 1 where something does not fit. */
export async function verifyReview(file: string, hash: string | undefined, say: (line: string) => void): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`文件 ${file} 读不到（${error instanceof Error && 'code' in error ? String(error.code) : '未知原因'}），没有核对。The file cannot be read.`)
  })
  const record = ReviewRecord.safeParse(parse(text, file))
  if (!record.success) {
    const [first] = record.error.issues
    throw new ConfigError(`文件 ${file} 不是处方抽样记录：${first?.path.map(String).join('.') || '（整个文件）'} ${first?.message ?? ''}。This is no record of a review's draw.`)
  }
  const check = checkRecord(hasher, record.data, hash ?? null)
  say(`处方抽样 ${record.data.month.slice(0, 7)}，种子 ${record.data.seed}。Draw of ${record.data.month.slice(0, 7)}.`)
  if (!check.fits) {
    say(`不符：${check.where}，${check.says.zh}。The first difference: ${check.where}, ${check.says.en}.`)
    return 1
  }
  say(`抽样框 ${check.frame} 份，抽出 ${check.items} 份，全部相符。All fits: ${check.items} drawn of ${check.frame}.`)
  say(hash === undefined ? `请与公布的抽样框校验值对照（或加 --hash）：${record.data.frameHash}。Compare it with the published hash.` : '与公布的抽样框校验值相符。It is the published hash.')
  return 0
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`文件 ${file} 不是JSON（${error instanceof Error ? error.message : String(error)}），没有核对。The file is no JSON.`)
  }
}
