import type { Locale } from './calendar.ts'

/** Why a number is not accepted. */
export type IdentifierFault = 'length' | 'characters' | 'region' | 'birth_date' | 'birth_in_future' | 'check_character' | 'prefix'

/** A checked number in its canonical form, or the reason. What does not block is a warning (Rule ID-1). */
export type Checked<More = unknown> =
  | ({ readonly ok: true; readonly value: string } & More)
  | { readonly ok: false; readonly reason: IdentifierFault; readonly blocking: boolean }

const faultWords: Readonly<Record<IdentifierFault, Readonly<Record<Locale, string>>>> = {
  length: { zh: '位数不对', en: 'it has the wrong number of characters' },
  characters: { zh: '含有不允许的字符', en: 'it holds characters that do not belong there' },
  region: { zh: '行政区划代码不存在', en: 'its region code does not exist' },
  birth_date: { zh: '出生日期不存在', en: 'its date of birth does not exist' },
  birth_in_future: { zh: '出生日期晚于今天', en: 'its date of birth lies in the future' },
  check_character: { zh: '校验码不符，请核对', en: 'its check character does not fit; compare it with the document' },
  prefix: { zh: '号段不是大陆手机号', en: 'it does not start like a mainland mobile number' },
}

export const sayFault = (fault: IdentifierFault, locale: Locale): string => faultWords[fault][locale]
