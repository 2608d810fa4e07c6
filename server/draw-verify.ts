import { checkDraw, drawRecordShape } from '../modules/booking/rules/draw-record.ts'
import { hasher } from './platform/hasher.ts'
import { readRecord } from './record-file.ts'

/** Makes a published draw once more: needs the file alone, no installation and no network. Ends with 1 where something does not fit. */
export async function verifyDraw(file: string, hash: string | undefined, say: (line: string) => void): Promise<number> {
  const record = await readRecord(file, drawRecordShape, { zh: '抽签记录', en: 'record of a draw' })
  const check = checkDraw(hasher, record, hash ?? null)
  const { release, seedHash } = record
  say(`抽签 ${release.id}（${release.onDate}），报名 ${release.opensAt} – ${release.closesAt}。Draw of ${release.onDate}.`)
  if (!check.fits) {
    say(`不符：${check.where}，${check.says.zh}。The first difference: ${check.where}, ${check.says.en}.`)
    return 1
  }
  say(`种子、次序和 ${check.entries} 个签号的结果全部相符，抽出 ${check.given} 个号。All fits: ${check.entries} entries, ${check.given} places.`)
  say(hash === undefined ? `请与报名前公布的哈希对照（或加 --hash）：${seedHash}。Compare it with the hash published before.` : '与报名前公布的哈希相符。It is the hash published before.')
  return 0
}
