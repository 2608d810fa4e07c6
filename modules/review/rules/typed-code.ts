import { codeList, isProblemCode, type ProblemCode } from './codes.ts'

const dashed = (digits: string): string => (digits.length < 2 ? digits : `${digits.slice(0, 1)}-${digits.slice(1)}`)

/** What is shown while it is typed: '1-1…'. */
export const codesBeginning = (digits: string): string => `${dashed(digits)}${digits.length < 2 ? '-' : ''}…`

/**
 * A code out of the digits typed so far, as soon as no longer one begins like it; a space settles it before. What leads
 * nowhere is thrown away but for a digit that begins a class anew.
 */
export function typedCode(text: string): { readonly code: ProblemCode | null; readonly rest: string } {
  const digits = text.trim()
  const code = dashed(digits)
  const longer = codeList.some((each) => each !== code && each.replace('-', '').startsWith(digits))
  if (isProblemCode(code) && (!longer || text.endsWith(' '))) return { code, rest: '' }
  if (longer && !text.endsWith(' ')) return { code: null, rest: digits }
  const last = digits.slice(-1)
  return { code: null, rest: /^[123]$/.test(last) && digits.length > 1 ? last : '' }
}
