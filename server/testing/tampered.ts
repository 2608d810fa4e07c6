/** A random or signed text with one sign of it changed, whatever it was: one put in its place blindly may be the same by chance, and the last sign of base64 does not carry all its bits. */
export function tampered(text: string): string {
  const at = Math.max(0, text.length - 10)
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
}
