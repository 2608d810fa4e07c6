import { connect, type Socket } from 'node:net'

export type Line = { ask(body: string, headers: string): Promise<{ status: number; text: string }>; end(): void }

/** One connection that is kept; answers have a content length. Written by hand, so that the clients leave the machine to the server. */
export function lineTo(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true })
    let waits: { resolve(answer: { status: number; text: string }): void; reject(error: Error): void } | null = null
    let got = ''
    const fail = (error: Error) => {
      reject(error)
      waits?.reject(error)
    }
    socket.setEncoding('latin1')
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the connection was closed')))
    socket.on('data', (part: string) => {
      got += part
      const head = got.indexOf('\r\n\r\n')
      if (head < 0 || waits === null) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(got.slice(0, head))?.[1] ?? Number.NaN)
      if (got.length < head + 4 + length) return
      const answer = { status: Number(got.slice(9, 12)), text: Buffer.from(got.slice(head + 4, head + 4 + length), 'latin1').toString('utf8') }
      got = ''
      const { resolve: done } = waits
      waits = null
      done(answer)
    })
    socket.on('connect', () =>
      resolve({
        ask: (body, headers) =>
          new Promise((done, failed) => {
            waits = { resolve: done, reject: failed }
            socket.write(`POST /api/my/bookings HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
          }),
        end: () => socket.destroy(),
      }),
    )
  })
}
