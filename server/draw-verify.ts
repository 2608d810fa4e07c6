import { createHash, createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { checkDraw, drawRecordShape } from '../modules/booking/rules/draw-record.ts'
import { ConfigError } from './platform/config.ts'

/** Makes a published draw once more: needs the file alone, no installation and no network. Ends with 1 where something does not fit. */
export async function verifyDraw(file: string, hash: string | undefined, say: (line: string) => void): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`文件 ${file} 读不到（${error instanceof Error && 'code' in error ? String(error.code) : '未知原因'}），没有核对。The file cannot be read.`)
  })
  const record = drawRecordShape.safeParse(parse(text, file))
  if (!record.success) {
    const [first] = record.error.issues
    throw new ConfigError(`文件 ${file} 不是抽签记录：${first?.path.map(String).join('.') || '（整个文件）'} ${first?.message ?? ''}。This is no record of a draw.`)
  }
  const check = checkDraw({ sha256: (each) => createHash('sha256').update(each, 'utf8').digest('hex'), hmac: (key, each) => createHmac('sha256', key).update(each, 'utf8').digest('hex') }, record.data, hash ?? null)
  const { release, seedHash } = record.data
  say(`抽签 ${release.id}（${release.onDate}），报名 ${release.opensAt} – ${release.closesAt}。Draw of ${release.onDate}.`)
  if (!check.fits) {
    say(`不符：${check.where}，${check.says.zh}。The first difference: ${check.where}, ${check.says.en}.`)
    return 1
  }
  say(`种子、次序和 ${check.entries} 个签号的结果全部相符，抽出 ${check.given} 个号。All fits: ${check.entries} entries, ${check.given} places.`)
  say(hash === undefined ? `请与报名前公布的哈希对照（或加 --hash）：${seedHash}。Compare it with the hash published before.` : '与报名前公布的哈希相符。It is the hash published before.')
  return 0
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`文件 ${file} 不是JSON（${error instanceof Error ? error.message : String(error)}），没有核对。The file is no JSON.`)
  }
}
