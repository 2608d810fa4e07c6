import type { IsoDate } from '../../../kernel/calendar.ts'

/** What somebody is told who got no place; winners are told like everybody who booked. */
export const notDrawnMessage = (told: { readonly institution: string; readonly clinic: string; readonly onDate: IsoDate; readonly ticket: string; /** Why a place that was drawn could not be booked. */ readonly refused: string | null }): string =>
  told.refused === null
    ? `【回音】抽签结果：${told.onDate} ${told.institution}${told.clinic}，您的签号 ${told.ticket} 没有抽中。剩下的号现在对所有人开放，也可以登记候补；现场号和急诊不受影响。`
    : `【回音】抽签结果：${told.onDate} ${told.institution}${told.clinic}，您的签号 ${told.ticket} 抽中了，但没有约成：${told.refused.replace(/。$/, '')}。`
