import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUuid, readReceiptCode, receiptCode, uuidv7 } from './ids.ts'

const bytes = fc.uint8Array({ minLength: 10, maxLength: 16 })
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('ID-7 the example of RFC 9562 comes out', () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('ID-7 ids are well-formed and order by time', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 1, max: 2 ** 40 }), bytes, bytes, (ms, later, a, b) => {
    expect(isUuid(uuidv7(ms, a))).toBe(true)
    expect(uuidv7(ms, a) < uuidv7(ms + later, b)).toBe(true)
  }))
  expect(() => uuidv7(0, new Uint8Array(9))).toThrow(RangeError)
  expect(() => uuidv7(-1, new Uint8Array(10))).toThrow(RangeError)
  expect(['', '017f22e2-79b0-7cc3-18c4-dc0c0c07398f', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F'].map(isUuid)).toEqual([false, false, false])
})

test('ID-8 a receipt code reads back however it is typed', () => {
  fc.assert(fc.property(bytes, (random) => {
    const code = receiptCode(random)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    expect(readReceiptCode(code)).toBe(code)
    expect(readReceiptCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(code)
  }))
  expect(receiptCode(new Uint8Array(7))).toBe('0000-0000-0000')
  expect(() => receiptCode(new Uint8Array(6))).toThrow(RangeError)
  expect(['', '0000-0000-000', '0000-0000-000U', '您好'].map(readReceiptCode)).toEqual([null, null, null, null])
})

test('ID-8 finds every wrong character and every swap of neighbours', () => {
  fc.assert(fc.property(bytes, fc.integer({ min: 0, max: 11 }), fc.constantFrom(...Array.from(alphabet)), (random, at, character) => {
    const plain = receiptCode(random).replaceAll('-', '')
    const wrong = `${plain.slice(0, at)}${character}${plain.slice(at + 1)}`
    expect(readReceiptCode(wrong) === null).toBe(wrong !== plain)
    const swapped = `${plain.slice(0, at)}${plain.charAt(at + 1)}${plain.charAt(at)}${plain.slice(at + 2)}`
    if (at < 11) expect(readReceiptCode(swapped) === null).toBe(swapped !== plain)
  }))
})

test('ID-8 all 55 bits are used: each random bit changes the code', () => {
  const zero = receiptCode(new Uint8Array(7))
  for (let bit = 0; bit < 55; bit += 1) {
    const random = new Uint8Array(7)
    random[Math.floor(bit / 8)] = 0x80 >> (bit % 8)
    expect(receiptCode(random)).not.toBe(zero)
  }
})
