/** Why a mailbox, a mail server or a feed could not be asked; the screen says each in words, the detail is for who mends it. */
export const faultCodes = ['unreachable', 'timeout', 'certificate', 'login', 'folder', 'refused', 'http', 'private', 'too_large', 'redirects', 'not_xml', 'not_a_feed', 'other'] as const
export type FaultCode = (typeof faultCodes)[number]

export class ChannelFault extends Error {
  readonly code: FaultCode
  constructor(code: FaultCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ChannelFault'
    this.code = code
  }
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')

/** What the network said, as one of the codes. */
function faultOf(error: unknown): ChannelFault {
  if (error instanceof ChannelFault) return error
  const detail = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const known: Readonly<Record<string, FaultCode>> = { ECONNREFUSED: 'unreachable', ENOTFOUND: 'unreachable', EAI_AGAIN: 'unreachable', EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable', ECONNRESET: 'unreachable', EPIPE: 'unreachable', ECONNECTION: 'unreachable', EDNS: 'unreachable', ESOCKET: 'unreachable', NoConnection: 'unreachable', EConnectionClosed: 'unreachable', ETIMEDOUT: 'timeout', ETIMEOUT: 'timeout', CONNECT_TIMEOUT: 'timeout', GREETING_TIMEOUT: 'timeout', UPGRADE_TIMEOUT: 'timeout', EAUTH: 'login', ETLS: 'certificate', EENVELOPE: 'refused', EMESSAGE: 'refused' }
  const found = known[code] ?? (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/i.test(code) ? 'certificate' : 'other')
  return new ChannelFault(found, detail, { cause: error })
}

/** As it is kept: the code, then what was said, without line breaks and of a bearable length. */
export const keptFault = (error: unknown): string => {
  const fault = faultOf(error)
  return `${fault.code}: ${fault.message.replaceAll(/\s+/g, ' ')}`.slice(0, 300)
}

/** Back into its two parts, for a view. */
export function readFault(kept: string | null): { code: FaultCode; detail: string } | null {
  if (kept === null) return null
  const at = kept.indexOf(': ')
  const code = faultCodes.find((each) => each === kept.slice(0, at))
  return code === undefined ? { code: 'other', detail: kept } : { code, detail: kept.slice(at + 2) }
}
