import { shanghaiDate } from '../../../kernel/instant.ts'
import { writeOfficialDocx, type OfficialBlock } from '../../../server/platform/official-docx.ts'
import { problemCodes, resultClassNames } from '../rules/codes.ts'
import type { ReviewResult } from '../rules/result.ts'
import type { WorksheetSums } from '../rules/worksheet.ts'

const percent = (value: number | null): string => (value === null ? '—' : `${value}%`)
const number = (value: number | null): string => (value === null ? '—' : String(value))

const said = (name: string, sums: WorksheetSums): string =>
  sums.n === 0 ? `${name}本月没有抽到。` : `${name}点评 ${sums.n} 份，合理 ${sums.O} 份，合理率 ${percent(sums.P)}；平均每份用药 ${number(sums.B)} 种，抗菌药使用率 ${percent(sums.D)}，注射剂使用率 ${percent(sums.F)}，基本药物占比 ${percent(sums.H)}，通用名占比 ${percent(sums.J)}，平均金额 ${number(sums.L)} 元。`

function agreed({ agreement: { n, same, kappa, low, high } }: ReviewResult): string {
  if (n === 0) return '本月没有安排复评。'
  const counted = kappa === null ? '两位药师判断全部相同，不计算Kappa值' : `Kappa值 ${kappa}（95%区间 ${low} 至 ${high}）`
  return `随机复评 ${n} 份，两位药师对是否合理判断一致 ${same} 份，${counted}。`
}

/** Rule RV-13: the month's result as an official paper; departments by name, prescribers not. The same content gives the same bytes. */
export function resultDocument(given: { readonly body: string; readonly month: string; readonly publishedAt: string; readonly frameHash: string; readonly result: ReviewResult; readonly departments: ReadonlyMap<string, string> }): Uint8Array {
  const { result, month } = given
  const [year, of] = [month.slice(0, 4), Number(month.slice(5, 7))]
  const classes = (['non-standard', 'inappropriate', 'abnormal'] as const).map((each) => `${resultClassNames[each].zh} ${result.classes[each]} 份`).join('，')
  const body: OfficialBlock[] = [
    { kind: 'heading', level: 1, text: '一、抽样' },
    { kind: 'paragraph', text: `${year}年${of}月门急诊处方 ${result.prescriptions} 张、出院病历 ${result.discharges} 份，按规定比例随机抽取，并加抽“双十”处方 ${result.doubleTen.sample} 张，共 ${result.sample} 份。抽样框校验值为 ${given.frameHash.slice(0, 16)}，可复核。` },
    { kind: 'heading', level: 1, text: '二、结果' },
    { kind: 'paragraph', text: [said('门急诊处方', result.outpatient), said('出院医嘱', result.inpatient), `“双十”处方点评 ${result.doubleTen.read} 张，不合理 ${result.doubleTen.unreasonable} 张。`, `全部点评中：${classes}。`].join('\n') },
    { kind: 'heading', level: 1, text: '三、点评质量' },
    { kind: 'paragraph', text: `${agreed(result)}医师提出异议 ${result.objections} 份，由专家组决定。全月未注明理由的大处方、长处方 ${result.oversized} 张。` },
    { kind: 'heading', level: 1, text: '四、存在的问题' },
    result.codes.length === 0 ? { kind: 'paragraph', text: '本月点评未发现问题。' } : { kind: 'table', columns: [{ title: '代码', share: 1, align: 'center' }, { title: '问题', share: 6 }, { title: '份数', share: 1, align: 'center' }], rows: result.codes.map(({ code, count }) => [code, problemCodes[code].zh, String(count)]) },
    { kind: 'heading', level: 1, text: '五、各科室情况' },
    { kind: 'table', columns: [{ title: '科室', share: 4 }, { title: '点评份数', share: 1.5, align: 'center' }, { title: '不合理份数', share: 1.5, align: 'center' }], rows: result.departments.map((each) => [given.departments.get(each.departmentId ?? '') ?? '未对应科室', String(each.read), String(each.unreasonable)]) },
  ]
  return writeOfficialDocx({ title: `${year}年${of}月处方点评结果`, recipient: '各科室', body, signer: given.body, date: shanghaiDate(given.publishedAt) })
}
