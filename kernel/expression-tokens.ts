/** What is wrong with an expression and at which character (counted from 1). */
export type ExpressionFault = { readonly fault: string; readonly at: number }

/** A piece of an expression and the character it begins at, counted from 1. */
export type Token = { readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end'; readonly text: string; readonly at: number }

const piece = /(?<number>\d+(?:\.\d+)?)|'(?<text>(?:[^']|'')*)'|(?<name>[A-Za-z_]\w*)|(?<sign>==|!=|<=|>=|[<>+\-*/(),[\]])/y

/** Cuts an expression into its pieces; a quote inside a text is written twice. */
export function cutTokens(text: string): Token[] | ExpressionFault {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (/\s/.test(text.charAt(at))) at += 1
    if (at >= text.length) break
    piece.lastIndex = at
    const found = piece.exec(text)?.groups
    if (found === undefined) return { fault: strange(text, at), at: at + 1 }
    const next = piece.lastIndex
    if (found['number'] !== undefined) {
      if (/[\w.]/.test(text.charAt(next))) return { fault: `'${text.slice(at, next + 1)}' is neither a number nor a name`, at: at + 1 }
      tokens.push({ kind: 'number', text: found['number'], at: at + 1 })
    } else if (found['text'] !== undefined) tokens.push({ kind: 'text', text: found['text'].replaceAll("''", "'"), at: at + 1 })
    else if (found['name'] !== undefined) tokens.push({ kind: 'name', text: found['name'], at: at + 1 })
    else tokens.push({ kind: 'sign', text: found['sign'] ?? '', at: at + 1 })
    at = next
  }
  tokens.push({ kind: 'end', text: 'the end', at: text.length + 1 })
  return tokens
}

function strange(text: string, at: number): string {
  const sign = text.charAt(at)
  if (sign === "'") return 'the text has no closing quote'
  if (sign === '=') return "'=' is not known; equal is written '=='"
  if (sign === '"') return `texts stand in single quotes, not in "`
  return `'${String.fromCodePoint(text.codePointAt(at) ?? 0)}' is not part of an expression`
}
