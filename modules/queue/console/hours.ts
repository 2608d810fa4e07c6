type Span = { readonly from: number; readonly to: number }
const pad = (value: number) => String(value).padStart(2, '0')
const say = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`

/** Working hours as they are typed, one span a line, and back; null where a line is none. */
export const sayHours = (hours: readonly Span[]): string => hours.map(({ from, to }) => `${say(from)}-${say(to)}`).join('\n')

export function readHours(text: string): Span[] | null {
  const spans: Span[] = []
  for (const line of text.split('\n').map((each) => each.normalize('NFKC').replaceAll(/\s/g, '')).filter((each) => each !== '')) {
    const found = /^(\d{1,2}):(\d{2})[-—–~至](\d{1,2}):(\d{2})$/.exec(line)
    if (found === null) return null
    const [from, to] = [Number(found[1]) * 60 + Number(found[2]), Number(found[3]) * 60 + Number(found[4])]
    if (from >= to || to > 1440) return null
    spans.push({ from, to })
  }
  return spans.length === 0 ? null : spans
}
