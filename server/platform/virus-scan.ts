import { connect, type Socket } from 'node:net'

/** Asks a scanner about the bytes of one file. */
export type Scan = (bytes: Uint8Array) => Promise<'clean' | { readonly virus: string } | 'unreachable'>

/** Where clamd listens: a path of this machine, or host and port. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number }

/** '/run/clamav/clamd.ctl' or 'scanner.example:3310'; null where it is neither. */
export function readClamdAddress(text: string): ClamdAddress | null {
  if (text.startsWith('/')) return { path: text }
  const [, host = '', port = ''] = /^([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text) ?? []
  return host === '' || Number(port) < 1 || Number(port) > 65535 ? null : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** The scanner the operator named; null where none was. */
export function scannerAt(named: string | null): Scan | null {
  const address = named === null ? null : readClamdAddress(named)
  return address === null ? null : clamdScan(address)
}

const chunk = 64 * 1024
const timeoutMs = 20_000
const longestReply = 1024

/** clamd's INSTREAM: each piece with its length in front, a zero at the end, one line back. */
export const clamdScan =
  (address: ClamdAddress): Scan =>
  (bytes) =>
    new Promise((resolve) => {
      const socket: Socket = connect(address)
      let said = ''
      const end = (found: Awaited<ReturnType<Scan>>) => {
        socket.destroy()
        resolve(found)
      }
      socket.setTimeout(timeoutMs, () => end('unreachable'))
      socket.on('error', () => end('unreachable'))
      socket.on('data', (part: Buffer) => {
        said += part.toString('latin1')
        if (said.includes('\0') || said.length > longestReply) end(readAnswer(said))
      })
      socket.on('close', () => end(readAnswer(said)))
      socket.on('connect', () => {
        socket.write('zINSTREAM\0')
        for (let at = 0; at < bytes.length; at += chunk) {
          const piece = bytes.subarray(at, at + chunk)
          const length = Buffer.alloc(4)
          length.writeUInt32BE(piece.length)
          socket.write(length)
          socket.write(piece)
        }
        socket.write(Buffer.alloc(4))
      })
    })

/** What clamd cannot judge (too large for it, an error of its own) counts as not reached: nothing unscanned is kept. */
function readAnswer(said: string): Awaited<ReturnType<Scan>> {
  const line = said.split('\0')[0]?.trim() ?? ''
  if (/(?:^|: )OK$/.test(line)) return 'clean'
  const virus = /: (.+) FOUND$/.exec(line)?.[1]
  return virus === undefined ? 'unreachable' : { virus }
}
