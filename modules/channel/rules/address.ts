import { refuse, type Refusal } from '../../../kernel/refusal.ts'

const v4 = (text: string): number[] | null => {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256) ? parts.map(Number) : null
}

function isPublicV4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if (a === 100 && b >= 64 && b < 128) return false
  if (a === 169 && b === 254) return false
  if (a === 172 && b >= 16 && b < 32) return false
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return false
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return false
  return !(a === 203 && b === 0 && c === 113)
}

/** The eight groups of an IPv6 address, the last two of which may be written as IPv4; null where it is none. */
function groupsOf(text: string): number[] | null {
  const bare = text.replace(/%.*$/, '')
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare)
  const four = tail === null ? null : v4(tail[2] ?? '')
  const hex = tail === null ? bare : four === null ? null : `${tail[1]}${(((four[0] ?? 0) << 8) | (four[1] ?? 0)).toString(16)}:${(((four[2] ?? 0) << 8) | (four[3] ?? 0)).toString(16)}`
  if (hex === null) return null
  const halves = hex.split('::')
  if (halves.length > 2) return null
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const gap = 8 - head.length - rest.length
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null
  const all = [...head, ...Array.from({ length: halves.length === 2 ? gap : 0 }, () => '0'), ...rest]
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? all.map((group) => Number.parseInt(group, 16)) : null
}

/**
 * Rule IN-10: an address that belongs to the open network. Loopback, private, link-local, shared, documentation and
 * multicast addresses do not, nor does IPv6 that carries such an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  const four = v4(address)
  if (four !== null) return isPublicV4(four)
  const groups = groupsOf(address)
  if (groups === null) return false
  const [first = 0, second = 0] = groups
  const inner = (high: number, low: number) => isPublicV4([high >> 8, high & 255, low >> 8])
  if (groups.slice(0, 5).every((each) => each === 0) && groups[5] === 0xffff) return inner(groups[6] ?? 0, groups[7] ?? 0)
  if (first === 0x64 && second === 0xff9b) return inner(groups[6] ?? 0, groups[7] ?? 0)
  if (first === 0x2002) return inner(second, groups[2] ?? 0)
  // Only 2000::/3 is in use; of it Teredo and the documentation are not.
  return first >= 0x2000 && first < 0x4000 && !(first === 0x2001 && (second === 0 || second === 0xdb8)) && first !== 0x3fff
}

/** Rule IN-10: a feed has a web address with a name or a public number, on a port of the web, without a password in it. */
export function checkFeedUrl(text: string): Refusal | null {
  if (!URL.canParse(text)) return refuse('channel.feed_url', text.slice(0, 80))
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('channel.feed_url', url.protocol)
  if (url.username !== '' || url.password !== '') return refuse('channel.feed_url', '@')
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const isNumber = v4(host) !== null || host.includes(':')
  if (isNumber ? !isPublicAddress(host) : /(^|\.)(localhost|local|internal|lan|home\.arpa)$/i.test(host) || !host.includes('.')) return refuse('channel.feed_private', host)
  return null
}
