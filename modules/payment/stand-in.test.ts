import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { newCitizen, asNewPerson } from '../booking/testing/citizen/fixtures.ts'
import { newClinicHouse } from '../booking/testing/slots/fixtures.ts'
import { sweepPayments } from './commands/sweep.ts'
import { standInOf } from './stand-in/mount.ts'
import { insertMerchant } from './store/merchants.ts'
import { sealKeys } from './till.ts'

let world: World
let url: string
beforeAll(async () => {
  world = await newWorld()
  url = await world.app.http.listen({ port: 0, host: '127.0.0.1' })
  // The server reaches itself, and is reached, where it listens.
  Object.assign(world.platform, { publicUrl: url })
})
afterAll(() => world.close())

test('in a demonstration the whole way is walked at the stand-in of this server, over HTTP and from its one sealed row; it says what it is', async () => {
  const house = await newClinicHouse(world, { feeCents: 1250 })
  const keys = await standInOf(world.platform).addMerchant()
  const body = { institutionId: house.institutionId, regionCode: house.regionCode }
  await arrange(world, (act) => insertMerchant(act.tx, { ...body, channel: 'stand-in', address: null, mchid: keys.mchid, appid: keys.appid, serial: keys.serial, platformSerial: keys.platformSerial, trade: 'native', sealed: sealKeys(act.vault, keys), active: true, since: act.now.toISOString(), revision: 1, changedName: '演示', changedAt: act.now.toISOString() }))
  const slotId = await house.slot()
  const path = `/book/${house.institutionId}/slots/${slotId}`
  const citizen = await newCitizen(world)
  const { form } = await asNewPerson(citizen, path)
  const at = ((await citizen.post(`${path}/confirm`, form)).location ?? '').split('?')[0] ?? ''
  expect((await citizen.get(at)).text).toContain('网上交费 12.50元')
  const opened = await citizen.post(`${at}/pay`, {})
  expect([opened.status, opened.location]).toEqual([303, `${at}/pay`])
  const page = (await citizen.get(`${at}/pay`)).text
  expect(page).toContain('演示支付，不会真的扣款')
  const wallet = /href="([^"]*\/pay-stand-in\/pay\/[^"]+)"/.exec(page)?.[1] ?? ''
  expect(wallet.startsWith(`${url}/pay-stand-in/pay/`)).toBe(true)
  const there = new URL(wallet).pathname
  expect((await citizen.get(there)).text).toContain('演示付款 12.50元')
  expect((await citizen.post(`${at}/pay/asked`, {})).location).toBe(`${at}/pay?asked=1`)
  expect((await citizen.get(`${at}/pay?asked=1`)).text).toContain('还没有查到这笔付款')
  expect((await citizen.post(there, {})).location).toBe(there)
  expect((await citizen.get(there)).text).toContain('演示付款成功')
  // Its message came over HTTP as well.
  await expect.poll(async () => (await citizen.get(at)).text.includes('已交 12.50 元')).toBe(true)
  expect((await citizen.get(`${at}/pay`)).location).toBe(at)
  await citizen.post(`${at}/cancel`, { reason: '有事' })
  await sweepPayments(world.platform)
  await expect.poll(async () => (await citizen.get(at)).text.includes('12.50 元已原路退回（预约已取消）')).toBe(true)
  expect((await citizen.get(there)).text).toContain('这笔演示付款已退回')
  const kept = await arrange(world, ({ tx }) => tx.selectFrom('payment_stand_in').select('sealed').execute())
  expect(kept.map((row) => row.sealed.toString('latin1').includes('PRIVATE KEY'))).toEqual([false])
})

test('another account opens nothing, and an unsigned request gets nothing', async () => {
  const answer = await fetch(`${url}/pay-stand-in/v3/bill/tradebill?bill_date=2026-03-01`, { headers: { authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1",serial_no="2",timestamp="3",nonce_str="4",signature="5"' } })
  expect([answer.status, await answer.json()]).toEqual([401, { code: 'SIGN_ERROR', message: '签名错误' }])
  const citizen = await newCitizen(world)
  expect((await citizen.get('/pay-stand-in/pay/nothing')).status).toBe(404)
  for (const part of ['pay', 'pay/asked']) expect((await citizen.post(`/my/bookings/01936f2e-1111-7abc-8def-0123456789ab/01936f2e-1111-7abc-8def-0123456789ac/${part}`, {})).status, part).toBe(404)
})
