import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dateOfDayNumber, dayNumber } from './calendar.ts'
import { sayFault } from './identifier-fault.ts'
import { checkCitizenId, checkCreditCode, checkMobile, maskId, maskName, maskPhone } from './identifiers.ts'
import { inventCitizenId, inventCreditCode, inventMobile } from './invented.ts'
import { checkRegionCode, parentRegion, regionPrefix } from './region.ts'

const seed = fc.integer({ min: 0, max: 29_999_999 })
const replaceAt = (text: string, at: number, character: string) => `${text.slice(0, at)}${character}${text.slice(at + 1)}`
const reasonOf = (answer: { ok: boolean; reason?: string }) => (answer.ok ? 'ok' : answer.reason)

test('ID-1 the worked example of the standard passes, typed carelessly as well', () => {
  expect(checkCreditCode('91512081MA62K0260E')).toEqual({ ok: true, value: '91512081MA62K0260E', regionCode: '512081' })
  expect(checkCreditCode(' ９１512081-ma62k0260e ')).toMatchObject({ ok: true, value: '91512081MA62K0260E' })
})

test.each([
  ['91512081MA62K0260', 'length', true],
  ['91512081MA62KO260E', 'characters', true],
  ['9151A081MA62K0260E', 'characters', true],
  ['91162081MA62K0260E', 'region', true],
  ['91512081MA62K0260F', 'check_character', false],
])('ID-1 %s is refused for its %s', (code, reason, blocking) => {
  expect(checkCreditCode(code)).toEqual({ ok: false, reason, blocking })
})

test('ID-1 every single wrong character of a credit code is found', () => {
  fc.assert(fc.property(seed, fc.integer({ min: 8, max: 17 }), fc.constantFrom(...Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')), (number, at, character) => {
    const code = inventCreditCode(number)
    expect(checkCreditCode(code).ok).toBe(true)
    expect(checkCreditCode(replaceAt(code, at, character)).ok).toBe(code.charAt(at) === character)
  }))
})

test('ID-2 the worked example passes and tells birth and sex; the old form is lengthened', () => {
  expect(checkCitizenId('11010519491231002x')).toEqual({ ok: true, value: '11010519491231002X', bornOn: '1949-12-31', sex: 'female', regionCode: '110105' })
  expect(checkCitizenId('110105491231002')).toMatchObject({ ok: true, value: '11010519491231002X' })
})

test.each([
  ['1101051949123100', 'length'],
  ['1101051949123100AX', 'characters'],
  ['16010519491231002X', 'region'],
  ['11010519490231002X', 'birth_date'],
  ['110105194912310021', 'check_character'],
])('ID-2 %s is refused for its %s', (number, reason) => {
  expect(reasonOf(checkCitizenId(number))).toBe(reason)
})

test('ID-2 nobody is born after today', () => {
  expect(reasonOf(checkCitizenId('11010519491231002X', '1949-12-30'))).toBe('birth_in_future')
  expect(checkCitizenId('11010519491231002X', '1949-12-31').ok).toBe(true)
})

test('ID-2 every wrong digit and every swap of neighbours in a citizen id is found', () => {
  fc.assert(fc.property(seed, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
    const id = inventCitizenId(number)
    expect(checkCitizenId(replaceAt(id, at, String((Number(id.charAt(at)) + shift) % 10))).ok).toBe(false)
    const swapped = replaceAt(replaceAt(id, at, id.charAt(at + 1)), at + 1, id.charAt(at))
    expect(checkCitizenId(swapped).ok).toBe(swapped === id)
  }))
})

test.each([
  ['13812345678', 'ok'], ['+86 138 1234 5678', 'ok'], ['0086-138-1234-5678', 'ok'], ['(+86)13812345678', 'ok'],
  ['12812345678', 'prefix'], ['1381234567', 'length'], ['138123456789', 'length'], ['1381234567a', 'characters'], ['', 'characters'],
])('ID-3 mobile number "%s": %s', (number, reason) => {
  expect(reasonOf(checkMobile(number))).toBe(reason)
})

test.each([
  ['990000', 'province', null, '99'], ['990100', 'prefecture', '990000', '9901'], ['990121', 'county', '990100', '990121'],
  ['429004', 'county', '429000', '429004'], ['990121003', 'township', '990121', '990121003'], ['990121003201', 'village', '990121003', '990121003201'],
])('ID-4 %s is a %s below %s', (code, level, parent, prefix) => {
  expect(checkRegionCode(code)).toEqual({ ok: true, value: code, level, parent })
  expect(parentRegion(code)).toBe(parent)
  expect(regionPrefix(code)).toBe(prefix)
})

test.each([['99012', 'length'], ['99012a', 'characters'], ['160000', 'region'], ['990021', 'region'], ['990100001', 'region'], ['990121000', 'region']])('ID-4 %s is refused for its %s', (code, reason) => {
  expect(reasonOf(checkRegionCode(code))).toBe(reason)
})

test('ID-5 masks hide what identifies and keep what recognises', () => {
  expect([maskPhone('13812345678'), maskPhone('1234567')]).toEqual(['138****5678', '*******'])
  expect([maskId('11010519491231002X'), maskId('1234')]).toEqual(['110***********002X', '****'])
  expect(['王', '王明', '王小明', '阿卜杜拉·买买提', '𠮷野', ''].map(maskName)).toEqual(['*', '王*', '王**', '阿**', '𠮷*', ''])
  fc.assert(fc.property(seed, (number) => {
    const { value } = checkCitizenId(inventCitizenId(number)) as { value: string }
    expect(maskId(value)).not.toContain(value.slice(6, 14))
    expect(maskId(value)).toHaveLength(18)
  }))
})

test('ID-6 invented numbers are valid, repeatable, different and lie in no real province', () => {
  const seeds = Array.from({ length: 40_000 }, (_, at) => at)
  expect(new Set(seeds.map((each) => inventCitizenId(each))).size).toBe(40_000)
  expect(new Set(seeds.map(inventMobile)).size).toBe(40_000)
  fc.assert(fc.property(seed, (number) => {
    expect(inventCitizenId(number)).toBe(inventCitizenId(number))
    expect(inventCitizenId(number).slice(0, 2)).toBe('99')
    expect([checkCitizenId(inventCitizenId(number), '2026-01-01').ok, checkCreditCode(inventCreditCode(number)).ok, checkMobile(inventMobile(number)).ok]).toEqual([true, true, true])
  }))
  expect(() => inventCitizenId(1, '160000')).toThrow(RangeError)
})

test('ID-2 checks the date for every date there is', () => {
  fc.assert(fc.property(fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2026-01-01') }), (number) => {
    const date = dateOfDayNumber(number)
    const old = `110105${date.slice(2).replaceAll('-', '')}002`
    expect(checkCitizenId(old)).toMatchObject({ ok: true, bornOn: `19${date.slice(2)}` })
    expect(addDays(date, 0)).toBe(date)
  }), { examples: [[dayNumber('1900-02-28')]] })
})

test('every fault has a sentence in both languages', () => {
  for (const fault of ['length', 'characters', 'region', 'birth_date', 'birth_in_future', 'check_character', 'prefix'] as const) {
    expect(sayFault(fault, 'zh')).toMatch(/[一-龥]/)
    expect(sayFault(fault, 'en')).toMatch(/^it/)
  }
})
