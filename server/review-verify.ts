import { checkRecord, ReviewRecord } from '../modules/review/rules/record.ts'
import { hasher } from './platform/hasher.ts'
import { readRecord } from './record-file.ts'

/** Makes the draw of a review's sample once more: needs the file alone, no installation and no network. Ends with 1 where something does not fit. */
export async function verifyReview(file: string, hash: string | undefined, say: (line: string) => void): Promise<number> {
  const record = await readRecord(file, ReviewRecord, { zh: '处方抽样记录', en: "record of a review's draw" })
  const check = checkRecord(hasher, record, hash ?? null)
  say(`处方抽样 ${record.month.slice(0, 7)}，种子 ${record.seed}。Draw of ${record.month.slice(0, 7)}.`)
  if (!check.fits) {
    say(`不符：${check.where}，${check.says.zh}。The first difference: ${check.where}, ${check.says.en}.`)
    return 1
  }
  say(`抽样框 ${check.frame} 份，抽出 ${check.items} 份，全部相符。All fits: ${check.items} drawn of ${check.frame}.`)
  say(hash === undefined ? `请与公布的抽样框校验值对照（或加 --hash）：${record.frameHash}。Compare it with the published hash.` : '与公布的抽样框校验值相符。It is the published hash.')
  return 0
}
