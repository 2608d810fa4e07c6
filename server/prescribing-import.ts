import { systemActor } from '../kernel/actor.ts'
import { listInstitutions } from '../modules/directory/public.ts'
import { listRejectsInWords, readLocalFile, tellDays } from '../modules/prescribing/public.ts'
import { look, type Platform } from './platform/act.ts'
import { ConfigError } from './platform/config.ts'

const system = systemActor('prescribing.import')

/** Brings a file of prescription and fee lines in from this machine, with what follows from it; says what became of each line. */
export async function importCharges(platform: Platform, ask: { readonly file: string; readonly institution: string }, say: (line: string) => void): Promise<number> {
  const body = (await look(platform, system, ({ read }) => listInstitutions(read, { regionPrefix: '' }))).find((each) => [each.id, each.creditCode, each.name, each.shortName].includes(ask.institution))
  if (body === undefined) throw new ConfigError(`没有编号、统一社会信用代码或名称为“${ask.institution}”的机构，没有导入。There is no such institution; nothing was taken.`)
  const file = await readLocalFile(platform, { institutionId: body.id, regionCode: body.regionCode }, ask.file, system)
  if (file.state === 'same') {
    say(`这个文件以前已全部导入，没有再读。This file is in already.`)
    return 0
  }
  if (file.state !== 'done') {
    say(`没有导入完：${file.fault ?? file.state}${file.faultDetail === '' ? '' : `（${file.faultDetail}）`}，已读入的 ${file.kept} 行保留；再运行同一命令从断点继续。Not finished; run the same command again to go on.`)
    return 1
  }
  const days = await tellDays(platform, body.id)
  say(`${body.name}：读了 ${file.lines} 行，新增 ${file.kept}，已有 ${file.same}，更正 ${file.corrected}，未导入 ${file.rejected}；${file.fromOn ?? '—'} 至 ${file.toOn ?? '—'}，更新 ${days} 个科室日。Read.`)
  for (const each of await look(platform, system, ({ read }) => listRejectsInWords(read, { institutionId: body.id, fileId: file.id }, 20))) say(`  第 ${each.lineNo} 行 ${each.heading}：${each.words}${each.cell === '' ? '' : `（${each.cell}）`}`)
  if (file.rejected > 20) say(`  其余未导入的行在工作台“收费与处方明细”里下载。The rest is listed in the workbench.`)
  return 0
}
