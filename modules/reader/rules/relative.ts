import { numeral, parseNumeral } from './numerals.ts'
import type { Flat } from './time.ts'

export type Relative = { readonly duration: string; readonly printed: string; readonly from: number; readonly to: number }

const length = new RegExp(`(${numeral}+(?:\\.\\d+)?|半)个?(工作日|小时|分钟|秒钟?|天|日|周|星期|月|年)(?:之内|以内|内)`, 'g')
/** An event in front, or an act behind, tells a time limit from a stretch of the past. */
const event = /(?:发现|之?日起|之?后|起|的?当?[天日]起|接到|收到|受理|出院|印发|入院|结束|完成|变更|变化|调整|发生)[^。；]{0,16}$/

const units: Readonly<Record<string, (n: number) => string>> = {
  工作日: (n) => `P${n}D`, 天: (n) => `P${n}D`, 日: (n) => `P${n}D`, 周: (n) => `P${n * 7}D`, 星期: (n) => `P${n * 7}D`, 月: (n) => `P${n}M`, 年: (n) => `P${n}Y`, 小时: (n) => `PT${n}H`, 分钟: (n) => `PT${n}M`, 秒: (n) => `PT${n}S`, 秒钟: (n) => `PT${n}S`,
}

/** Rule RT-7: a time limit counted from an event, as an ISO 8601 duration; 'N working days' keeps its word in `printed`. */
export function relativesOf(flat: Flat): Relative[] {
  const found: Relative[] = []
  for (const match of flat.text.matchAll(length)) {
    const { index } = match
    const amount = match[1] === '半' ? 0.5 : parseNumeral(match[1] ?? '')
    const unit = match[2] ?? ''
    if (amount === null) continue
    const ahead = flat.text.slice(Math.max(0, index - 24), index)
    const behind = flat.text.slice(index + match[0].length, index + match[0].length + 14)
    if (/(?:近|过去|最近|每|今后|未来|有效期)$/.test(ahead) || /^的?(?:平均|等候|候诊)|^[无未没]/.test(behind)) continue
    // A length that something is brought down to is a target (等候时间控制在15分钟以内).
    if (/(?:控制|压缩|缩短|压减|限制|保持|稳定|降低?|减少?)(?:在|到|至)$/.test(ahead)) continue
    const limit = event.test(ahead) || /^(?:[^，。；]{0,8})?(?:完成|办结|答复|回复|反馈|处理|上报|报送|报告|更新|公开|公示|整改|回访|告知|到位|处置|受理|送达|建立|制定|报|办理|解决|核实|响应|转办|出具|移交|转交|安排|退还|退回|返还|提交|提供|备案|登记|录入|上传|通知|联系|到达|到场|接诊|会诊|审核|审批|组织|开展|启动|召开|书面|向|予以|给予|作出|做出|随访|采取|约谈|签订|公布|通报|销号|补正|补办)/.test(behind)
    // Hours and days 内 before a verb limit it; 3天内的, 24小时内无 and 15分钟圈 do not.
    const acted = /^(?:工作日|小时|天|日)$/.test(unit) && /^[\u4e00-\u9fff]{2}/.test(behind) && !/^(?:的|无|未|没|不|有效|免|最多|只|多次|连续|可见|血|生活|医疗|服务|交通|[^，。；]{0,6}圈)/.test(behind)
    if (!limit && !acted) continue
    const whole = amount === 0.5 ? (unit === '月' ? 'P15D' : unit === '年' ? 'P6M' : unit === '小时' ? 'PT30M' : 'P1D') : units[unit]?.(amount)
    if (whole !== undefined) found.push({ duration: whole, printed: flat.printed(index, index + match[0].length), from: index, to: index + match[0].length })
  }
  return found
}
