import { randomUUID } from 'node:crypto'
import http from 'node:http'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { hall } from './fixtures.ts'
import { callId, type LiveQueue } from './live.ts'

let world: World
let port = 0
beforeAll(async () => {
  world = await newWorld()
  port = Number(new URL(await world.app.http.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => world.close())

const page = async (url: string) => {
  const answer = await world.app.http.inject({ url })
  return { status: answer.statusCode, html: answer.body }
}
const send = async (url: string, form: Record<string, string>) => {
  const answer = await world.app.http.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() })
  return { status: answer.statusCode, to: answer.headers.location ?? '', html: answer.body }
}

/** A display or a phone: what has come so far, and a wait for what fits. */
function watch(path: string) {
  const states: LiveQueue[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  const request = http.get({ host: '127.0.0.1', port, path }, (answer) => {
    answer.setEncoding('utf8')
    answer.on('data', (text: string) => {
      rest += text
      const parts = rest.split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (data !== undefined) states.push(JSON.parse(data) as LiveQueue)
      }
      for (const each of waiting) each()
    })
  })
  request.on('error', () => undefined)
  const until = (fits: (state: LiveQueue) => boolean, ms = 60_000): Promise<LiveQueue> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing that fits came; last: ${JSON.stringify(states.at(-1))}`)), ms)
      const look = () => {
        const found = states.findLast(fits)
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { states, until, close: () => request.destroy() }
}

async function withScreen() {
  const house = await hall(world)
  const screen = (await api(world, house.clerk).post('/call-screens', { area: '二楼东', queueIds: [house.queueId] })).body
  return { ...house, screen, path: new URL(screen.url).pathname, kiosk: new URL(screen.kioskUrl).pathname }
}

test('QU-18 a display begins with the state as it stands, and is told of each call after its commit; a phone sees no names', async () => {
  const house = await withScreen()
  const ticket = (await house.take('王小明')).body
  await house.sit(house.one, 0)
  const [display, phone] = [watch(`${house.path}/live`), watch(`${new URL(ticket.url).pathname}/live`)]
  expect(await display.until((state) => state.line.length === 1)).toMatchObject({ name: '内科门诊', line: ['A001'], open: 1 })
  await house.next(house.one, 0)
  expect((await display.until((state) => state.calls.length === 1)).calls).toMatchObject([{ label: 'A001', name: '王*明', window: '1诊室', id: callId({ id: ticket.id, calls: 1 }) }])
  expect((await phone.until((state) => state.calls.length === 1)).calls).toMatchObject([{ label: 'A001', name: '' }])
  // Whoever watches learns nobody's ticket by it.
  expect(JSON.stringify([await display.until(() => true), await phone.until(() => true)])).not.toContain(ticket.id)
  await house.step(house.one, 0, 'recall')
  expect((await display.until((state) => state.calls[0]?.id === callId({ id: ticket.id, calls: 2 }))).calls).toHaveLength(1)
  display.close()
  phone.close()
  // Back after a cut: at once what stands now.
  const again = watch(`${house.path}/live`)
  expect((await again.until(() => true)).calls).toMatchObject([{ id: callId({ id: ticket.id, calls: 2 }) }])
  again.close()
})

test('QU-18 a display hears of calls also after the database has cut every line', async () => {
  const house = await withScreen()
  await house.take('王小明')
  await house.sit(house.one, 0)
  const display = watch(`${house.path}/live`)
  await display.until((state) => state.line.length === 1)
  const admin = new pg.Client(world.superUrl)
  await admin.connect()
  const cut = await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and pid <> pg_backend_pid()")
  await admin.end()
  expect(cut.rowCount).toBeGreaterThan(0)
  await house.next(house.one, 0)
  expect((await display.until((state) => state.calls.length === 1)).calls).toMatchObject([{ label: 'A001' }])
  display.close()
})

test('QU-12 the display is complete without its script, with masked names; an address nobody was given leads nowhere', async () => {
  const house = await withScreen()
  await house.take('欧阳建国')
  await house.take('李雷')
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  const { status, html } = await page(house.path)
  expect(status).toBe(200)
  expect(html).toContain('<b>A001</b><span>欧*国</span><i>1诊室</i>')
  expect(html).toContain('A002')
  expect(html).not.toContain('欧阳建国')
  expect([(await page('/screen/nothing')).status, (await page('/kiosk/nothing')).status, (await world.app.http.inject({ url: '/screen/nothing/live' })).statusCode]).toEqual([404, 404, 404])
  // A display that was taken away ends with its address.
  await api(world, house.clerk).put(`/call-screens/${house.screen.id}`, { area: '二楼东', queueIds: [house.queueId], active: false, revision: 1 })
  expect((await page(house.path)).status).toBe(404)
})

test('QU-11 the own page says the place, the wait with its band, then where to go', async () => {
  const house = await withScreen()
  await house.take('甲一')
  const ticket = (await house.take('乙二')).body
  const path = new URL(ticket.url).pathname
  expect((await page(path)).html).toContain('诊室还没有开诊')
  await house.sit(house.one, 0)
  const { html } = await page(path)
  expect(html).toContain('您前面还有 1 位')
  expect(html).toMatch(/大约还要等 \d+—\d+ 分钟/)
  expect(html).toContain('http-equiv="refresh"')
  await house.next(house.one, 0)
  expect((await page(path)).html).toContain('下一位就是您')
  await house.next(house.one, 0)
  expect((await page(`${path}?lang=en`)).html).toContain('Please go to 1诊室')
  await house.step(house.one, 0, 'pass')
  expect((await page(path)).html).toContain('已过号')
  expect([(await page(`/line/${house.institutionId}/${randomUUID()}`)).status, (await page('/line/x/y')).status]).toEqual([404, 404])
})

test('QU-13 everybody reads the load of each window; a short line is not counted out', async () => {
  const house = await withScreen()
  for (let at = 0; at < 4; at += 1) await house.take(`患者${at}`)
  expect((await page('/windows')).html).toContain(house.institutionId)
  expect((await page(`/windows/${house.institutionId}`)).html).toContain('少于5人')
  for (let at = 0; at < 3; at += 1) await house.take(`患者${at}`)
  await house.sit(house.one, 0)
  // Counted once a minute, however many ask.
  expect((await page(`/windows/${house.institutionId}`)).html).toContain('少于5人')
  world.clock.set('2026-03-02T01:01:00.000Z')
  const { html } = await page(`/windows/${house.institutionId}`)
  world.clock.set('2026-03-02T01:00:00.000Z')
  expect(html).toContain('>7<')
  expect(html).toMatch(/\d+—\d+分钟/)
  // Each open window by itself, and no closed one.
  expect([html.includes('1诊室'), html.includes('空闲'), html.includes('2诊室')]).toEqual([true, true, false])
})

test('a form of the kiosk sent twice is one ticket; a code that is none is said so, with what was typed', async () => {
  const house = await withScreen()
  const { html } = await page(house.kiosk)
  const key = /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const [first, again] = [await send(`${house.kiosk}/ticket`, { queue: house.queueId, key }), await send(`${house.kiosk}/ticket`, { queue: house.queueId, key })]
  expect([first.status, again.to]).toEqual([303, first.to])
  const issued = (await page(first.to)).html
  expect(issued).toContain('A001')
  expect(issued).toContain('<svg')
  const wrong = await send(`${house.kiosk}/check-in`, { code: '0000-0000-0000' })
  expect(wrong.status).toBe(404)
  expect(wrong.html).toContain('没有找到这个预约码')
  expect(wrong.html).toContain('0000-0000-0000')
  expect((await send('/line', { body: '', code: 'x' })).html).toContain('请先选择医院')
})
