import type { Chance, Direction, Words } from './names.ts'
import type { Runs } from './runs.ts'
import { cusumH, cusumK, fewestRuns, runBase } from './runs.ts'
import type { StandingRow } from './standing.ts'

/** Rule ME-31: what a run chart says, in plain words, and what to do about it. */
export function runsSay(runs: Pick<Runs, 'points'> | null, direction: Direction, owner: Words): Words {
  if (runs === null) return { zh: `有数值的期数不足 ${fewestRuns} 期，或一直没有波动，还不能判断是否有变化。`, en: `Fewer than ${fewestRuns} periods have a value, or none ever varied: whether anything changed cannot be said yet.` }
  const alarm = runs.points.findLast((each) => each.alarm !== null)
  if (alarm === undefined) return { zh: `与最早 ${runBase} 期的平均相比，没有超出偶然波动的变化。`, en: `Compared with the mean of the oldest ${runBase} periods nothing changed beyond chance.` }
  const isUp = alarm.alarm === 'up'
  const since = alarm.since ?? alarm.from
  const went: Words = isUp ? { zh: '持续偏高', en: 'higher' } : { zh: '持续偏低', en: 'lower' }
  // It was so, and has not been since: the newest sum no longer leans that way.
  const newest = runs.points.at(-1)
  if (newest !== undefined && newest.alarm === null && (isUp ? newest.up : newest.down) === 0) {
    return { zh: `曾从 ${since} 起${went.zh}，到 ${alarm.from} 超出偶然波动；之后没有再超出。`, en: `Since ${since} it was ${went.en}, beyond chance by ${alarm.from}; not any more since then.` }
  }
  if (direction === 'none') return { zh: `从 ${since} 起${went.zh}，超出偶然波动。请${owner.zh}说明原因。`, en: `Since ${since} it has been ${went.en} than chance explains. ${owner.en}: say why.` }
  if (isUp === (direction === 'up')) return { zh: `从 ${since} 起${went.zh}，是变好了，超出偶然波动。可以把做法写下来。`, en: `Since ${since} it has been ${went.en}, which is better, beyond chance. Write down what was done.` }
  return {
    zh: `从 ${since} 起${went.zh}，是变差了，超出偶然波动。先核对口径版本和登记有没有变，再看下面的记录；确实变差的，请${owner.zh}查明原因、写明措施，下一期再看。`,
    en: `Since ${since} it has been ${went.en}, which is worse, beyond chance. First check whether the definition or the recording changed, then the facts below; if it is true, ${owner.en} finds the cause, writes down what is done, and looks again next period.`,
  }
}

export const runsMethod: Words = {
  zh: `变化检测用累积和（CUSUM），k=${cusumK}、h=${cusumH} 个标准差；最早 ${runBase} 期为基准，未结束的一期不算。三角表示在那一期确认有变化。`,
  en: `Change is detected by CUSUM with k = ${cusumK} and h = ${cusumH} standard deviations; the oldest ${runBase} periods are the base, a running one is left out. A triangle marks where a change is certain.`,
}

/** Rule ME-31: what a comparison of peers says; few cases are named as what they are. */
export function standingSays(rows: readonly Pick<StandingRow, 'value' | 'band' | 'outside'>[], model: Chance, direction: Direction): Words {
  const known = rows.filter((row) => row.value !== null)
  const without = rows.length - known.length
  const left: Words = without === 0 ? { zh: '', en: '' } : { zh: `另有 ${without} 个没有数值或样本太少，不比较。`, en: ` ${without} more have no value or too few cases and are not compared.` }
  if (known.length < 2) return { zh: `有数值的不足两个，无从比较。${left.zh}`, en: `Fewer than two have a value; there is nothing to compare.${left.en}` }
  if (model === 'none') return { zh: `这个指标没有已知的偶然波动（如金额、时长），只按数值比较，不画控制限。${left.zh}`, en: `Nothing is known of how this value varies by chance (money, time), so values are compared as they are, without limits.${left.en}` }
  const count = (of: (row: (typeof known)[number]) => boolean) => known.filter(of).length
  const [alarms, warnings] = [count((row) => row.outside === 'alarm'), count((row) => row.outside === 'warning')]
  if (direction === 'none') return { zh: `${known.length} 个中有 ${alarms} 个在 99.8% 控制限之外、${warnings} 个在 95% 之外。${left.zh}`, en: `Of ${known.length}, ${alarms} lie outside the 99.8 % limits and ${warnings} outside 95 %.${left.en}` }
  const [ahead, behind] = [count((row) => row.band === 'ahead'), count((row) => row.band === 'behind')]
  return {
    zh: `${known.length} 个中，${ahead} 个确实好于总体水平，${behind} 个确实差于总体水平，其余 ${known.length - ahead - behind} 个与总体水平分不出高低。${alarms} 个超出 99.8% 控制限，应先查原因；${warnings} 个在 95% 之外，先留意。${left.zh}`,
    en: `Of ${known.length}, ${ahead} are certainly better than all together and ${behind} certainly worse; the other ${known.length - ahead - behind} cannot be told apart from it. ${alarms} lie outside the 99.8 % limits: find out why first; ${warnings} outside 95 %: keep an eye on them.${left.en}`,
  }
}

export const limitsMethod: Readonly<Record<Chance, Words>> = {
  proportion: { zh: '中线是同类合计值；控制限按二项分布精确计算（95%、99.8%），区间为 Wilson 95% 区间。分母越小，范围越宽。', en: 'The middle line is the pooled value; limits are exact binomial (95 %, 99.8 %), intervals Wilson 95 %. The smaller the denominator, the wider.' },
  poisson: { zh: '中线是同类合计值；控制限和区间按泊松分布精确计算（95%、99.8%）。分母越小，范围越宽。', en: 'The middle line is the pooled value; limits and intervals are exact Poisson (95 %, 99.8 %). The smaller the denominator, the wider.' },
  none: { zh: '没有已知的偶然波动模型，不画控制限。', en: 'No model of chance is known, so there are no limits.' },
}
