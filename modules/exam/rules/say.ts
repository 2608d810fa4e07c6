import type { Breach } from './check.ts'
import type { Reason } from './explain.ts'
import { waterMinutes, type Cause } from './relations.ts'

type Said = { readonly zh: string; readonly en: string }
/** The names of examinations by key. */
export type Names = ReadonlyMap<string, Said>

const unknown: Said = { zh: '检查', en: 'an examination' }
const both = (say: (lang: 'zh' | 'en') => string): Said => ({ zh: say('zh'), en: say('en') })

/** A cause in words: between which two, and what it asks for. */
export function sayCause(cause: Cause, names: Names): Said {
  const [first, second] = [names.get(cause.first) ?? unknown, names.get(cause.second) ?? unknown]
  const why = (lang: 'zh' | 'en') => (cause.why === null ? '' : lang === 'zh' ? `（${cause.why.zh}）` : ` (${cause.why.en})`)
  switch (cause.kind) {
    case 'contrast':
      return both((lang) => (lang === 'zh' ? `“${second.zh}”要在“${first.zh}”之后${cause.days === null || cause.days === 0 ? `至少隔 ${cause.minutes} 分钟` : `至少隔 ${cause.days} 天`}${why(lang)}` : `${second.en} comes at least ${cause.days === null || cause.days === 0 ? `${cause.minutes} minutes` : `${cause.days} days`} after ${first.en}${why(lang)}`))
    case 'order':
      return both((lang) => (lang === 'zh' ? `“${second.zh}”必须在“${first.zh}”之前做${why(lang)}` : `${second.en} must come before ${first.en}${why(lang)}`))
    case 'fasting':
      return { zh: `“${first.zh}”要进食，同一天做完后不能再做空腹的“${second.zh}”`, en: `${first.en} breaks the fast that ${second.en} needs, on the same day` }
    case 'water':
      return { zh: `“${first.zh}”要喝水憋尿，之后 ${waterMinutes / 60} 小时内不能做禁水的“${second.zh}”`, en: `One drinks for ${first.en}; ${second.en} allows no water for ${waterMinutes / 60} hours before` }
    case 'bladder':
      return { zh: `“${first.zh}”要排空膀胱，重新憋尿做“${second.zh}”约需 ${cause.minutes} 分钟`, en: `${first.en} empties the bladder; it takes some ${cause.minutes} minutes until it is full for ${second.en}` }
    case 'meal':
      return { zh: `空腹做完“${first.zh}”要先吃饭，${cause.minutes} 分钟后才能做“${second.zh}”`, en: `After fasting for ${first.en} one eats, and ${second.en} is ${cause.minutes} minutes later` }
  }
}

const wishes: Readonly<Record<'dates' | 'mornings' | 'weekdays', Said>> = {
  dates: { zh: '所选的日期范围', en: 'the chosen dates' },
  mornings: { zh: '只在上午做', en: 'mornings only' },
  weekdays: { zh: '只在所选的星期几做', en: 'the chosen days of the week only' },
}

/** Rule XM-9: a reason as a person reads it. */
export function sayReason(reason: Reason, names: Names): Said {
  switch (reason.kind) {
    case 'cause':
      return sayCause(reason.cause, names)
    case 'wish':
      return { zh: `受患者意愿限制：${wishes[reason.wish].zh}`, en: `The patient asks for ${wishes[reason.wish].en}` }
    case 'fasting-hour':
      return { zh: '空腹检查要赶在上午规定时间之前做', en: 'What needs fasting must begin by its hour in the morning' }
    case 'apart':
      return both((lang) => (lang === 'zh' ? `“${(names.get(reason.first) ?? unknown).zh}”和“${(names.get(reason.second) ?? unknown).zh}”没有同一天的空位` : `${(names.get(reason.first) ?? unknown).en} and ${(names.get(reason.second) ?? unknown).en} have no free places on one day`))
    case 'times':
      return { zh: '空着的时间排不到一起', en: 'The free times do not fit one after the other' }
    case 'no-place':
      return both((lang) => {
        const name = (names.get(reason.exam) ?? unknown)[lang]
        if (reason.because === 'none-free') return lang === 'zh' ? `“${name}”在这段时间没有空位` : `${name} has no free place in this time`
        if (reason.because === 'wish') return lang === 'zh' ? `“${name}”有空位，但都不符合患者的意愿` : `${name} has free places, but none as the patient asks`
        return lang === 'zh' ? `“${name}”要空腹，剩下的空位都太晚` : `${name} needs fasting, and what is free is too late in the day`
      })
  }
}

/** Rule XM-8: what a placement breaks, in words. */
export function sayBreach(breach: Breach, names: Names): Said {
  const name = (key: string, lang: 'zh' | 'en') => (names.get(key) ?? unknown)[lang]
  switch (breach.kind) {
    case 'cause':
      return sayCause(breach.cause, names)
    case 'overlap':
      return both((lang) => (lang === 'zh' ? `“${name(breach.first, lang)}”和“${name(breach.second, lang)}”的时间重叠` : `${name(breach.first, lang)} and ${name(breach.second, lang)} overlap`))
    case 'walk':
      return both((lang) => (lang === 'zh' ? `从“${name(breach.first, lang)}”走到“${name(breach.second, lang)}”约需 ${breach.minutes} 分钟，时间不够` : `The way from ${name(breach.first, lang)} to ${name(breach.second, lang)} takes about ${breach.minutes} minutes`))
    case 'fasting-hour':
      return both((lang) => (lang === 'zh' ? `“${name(breach.exam, lang)}”要空腹，最晚 ${breach.until} 开始` : `${name(breach.exam, lang)} needs fasting and begins by ${breach.until}`))
    case 'wish':
      return both((lang) => (lang === 'zh' ? `“${name(breach.exam, lang)}”不符合患者意愿：${wishes[breach.wish].zh}` : `${name(breach.exam, lang)} goes against what the patient asks: ${wishes[breach.wish].en}`))
  }
}
