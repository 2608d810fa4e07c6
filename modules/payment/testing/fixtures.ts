import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { arrange, type World } from '../../../server/testing/api.ts'
import { keepInMemory } from '../stand-in/book.ts'
import { createStandIn, type StandInReply } from '../stand-in/stand-in.ts'
import { insertMerchant } from '../store/merchants.ts'
import { sealKeys } from '../till.ts'

type Posted = { readonly url: string; readonly headers: Record<string, string>; readonly body: string }

/**
 * The stand-in as a server of its own, at the other end of a real connection. A test may cut it off before or after it did what it
 * was asked, and hold back its messages to bring them late, twice or never.
 */
export async function startStandIn(world: World) {
  const held: Posted[] = []
  const trouble: { cut: 'none' | 'before' | 'after'; holds: boolean; asked: string[] } = { cut: 'none', holds: false, asked: [] }
  const deliver = async ({ url, headers, body }: Posted): Promise<number> => (await world.app.http.inject({ method: 'POST', url: new URL(url).pathname, headers, payload: body })).statusCode
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      trouble.asked.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`)
      if (trouble.cut === 'before') return void request.socket.destroy()
      void standIn.handle({ method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization ?? '', body: Buffer.concat(chunks).toString('utf8') }).then((answer: StandInReply) => {
        if (trouble.cut === 'after') return void request.socket.destroy()
        response.writeHead(answer.status, { ...answer.headers }).end(answer.body)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const standIn = createStandIn({
    keep: keepInMemory(), base: () => base, now: () => world.clock.now(),
    post: async (url, headers, body) => {
      held.push({ url, headers, body })
      if (!trouble.holds) await deliver({ url, headers, body })
    },
  })
  return {
    standIn, base, trouble, held, deliver,
    /** A merchant account of the body at this stand-in. */
    async setUp(body: { institutionId: string; regionCode: string }, trade: 'native' | 'h5' = 'native') {
      const keys = await standIn.addMerchant()
      await arrange(world, (act) =>
        insertMerchant(act.tx, { ...body, channel: 'stand-in', address: base, mchid: keys.mchid, appid: keys.appid, serial: keys.serial, platformSerial: keys.platformSerial, trade, sealed: sealKeys(act.vault, keys), active: true, since: act.now.toISOString(), revision: 1, changedName: '测试', changedAt: act.now.toISOString() }),
      )
      return keys
    },
    /** Somebody scans what the page shows and says "pay". */
    pay: (payUrl: string) => standIn.pay(payUrl.split('/').at(-1) ?? ''),
    close: () => new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
export type StandInServer = Awaited<ReturnType<typeof startStandIn>>
