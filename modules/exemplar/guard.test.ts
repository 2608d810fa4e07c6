import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOfficialYears } from '../calendar/public.ts'
import { settings } from '../setting/rules.ts'
import { saveValue } from '../setting/store.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { hiddenIn, newVisitor, type Visitor } from '../../server/testing/visitor.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-04T01:00:00.000Z')
  await arrange(world, seedOfficialYears)
})
afterAll(() => world.close())

let region = 990700
/** A notice that runs, by its address in the portal. */
async function notice(): Promise<{ readonly url: string; readonly institutionId: string; readonly objections: () => Promise<readonly { said: string }[]> }> {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const house = await newInstitution(world, { regionCode })
  const clerk = api(world, await house.person('institution_clerk'))
  const office = api(world, await commission.person('commission_clerk'))
  const made = await clerk.upload('/exemplars', [{ name: 'visits.pdf', bytes: '%PDF-1.4 proof' }], { kind: 'hospital', deeds: '推行出院随访全覆盖，三个月内回访一千二百人次，再住院人数比上季度明显减少。' })
  const at = `/exemplars/${made.body.institutionId}/${made.body.exemplarId}`
  expect((await office.post(`${at}/notice`, { revision: 1 })).status).toBe(200)
  return { url: `/exemplars/${made.body.exemplarId}`, institutionId: house.institutionId, objections: async () => (await office.get(at)).body.objections }
}
const said = '随访人次与我了解的不符，请核实原始记录。'
async function opened(as: Visitor, url: string, words = said) {
  const token = hiddenIn((await as.get(url)).text, 'token')
  world.clock.advance(5000)
  return { token, said: words, name: '', phone: '', site: '' }
}
const codeIn = ({ text }: { readonly text: string }): string => /class="code big">([^<]+)</.exec(text)?.[1] ?? ''

type Limit = 'portal.device_per_day' | 'portal.phone_per_day' | 'portal.address_per_hour'
async function limited(key: Limit, value: number, work: () => Promise<void>) {
  const set = (to: number) => arrange(world, (act) => saveValue(act.tx, { key, value: to, by: act.actor, at: act.now.toISOString() }))
  await set(value)
  await work()
  await set(settings[key].standard)
}

describe('PO-2 what one sender may object', () => {
  test('so many of an address in an hour: then one sentence with every word kept; below it another device still passes', async () => {
    const { url, objections } = await notice()
    const ward = () => newVisitor(world, { address: '192.0.2.31' })
    await limited('portal.address_per_hour', 5, async () => {
      for (const n of [1, 2, 3, 4, 5]) {
        const other = ward()
        expect((await other.post(url, await opened(other, url, `${said}第${n}次`))).status).toBe(200)
      }
      const sixth = ward()
      const refused = await sixth.post(url, { ...(await opened(sixth, url, `${said}第6次`)), name: '易望舒', phone: '13900001234' })
      expect([refused.status, refused.text.includes('这里的网络一小时内提交得太多'), refused.text.includes(`${said}第6次`), refused.text.includes('易望舒'), refused.text.includes('13900001234')]).toEqual([429, true, true, true, true])
      expect(await objections()).toHaveLength(5)
      world.clock.advance(3_600_000)
      expect((await sixth.post(url, await opened(sixth, url, `${said}第6次`))).status).toBe(200)
    })
  })

  test('so many of a device and of a phone in a day; the same words once a day, and once for each notice', async () => {
    const [one, other] = [await notice(), await notice()]
    await limited('portal.device_per_day', 2, async () => {
      const as = newVisitor(world, { address: '192.0.2.32' })
      expect((await as.post(one.url, await opened(as, one.url))).status).toBe(200)
      const again = await as.post(one.url, await opened(as, one.url))
      expect([again.status, again.text.includes('同样的内容今天已经提交过')]).toEqual([409, true])
      expect((await as.post(other.url, await opened(as, other.url))).status).toBe(200)
      expect((await as.post(other.url, await opened(as, other.url, `${said}还有一件`))).text).toContain('这台设备今天提交的件数已到上限')
    })
    await limited('portal.phone_per_day', 1, async () => {
      const [first, second] = [newVisitor(world, { address: '192.0.2.33' }), newVisitor(world, { address: '192.0.2.34' })]
      const named = { name: '易望舒', phone: '13900005678' }
      expect((await first.post(one.url, { ...(await opened(first, one.url)), ...named })).status).toBe(200)
      expect((await second.post(one.url, { ...(await opened(second, one.url, `${said}再说一次`)), ...named })).text).toContain('这个手机号今天提交的件数已到上限')
    })
  })

  test('a complaint and an objection do not eat each other’s allowance', async () => {
    const { url, institutionId } = await notice()
    const as = newVisitor(world, { address: '192.0.2.35' })
    await limited('portal.device_per_day', 2, async () => {
      for (const n of [1, 2]) {
        const token = hiddenIn((await as.get(`/say?kind=complaint&body=${institutionId}`)).text, 'token')
        world.clock.advance(5000)
        expect((await as.upload('/say', { token, kind: 'complaint', body: institutionId, settled: '1', text: `第${n}件事，收费窗口多收了钱` })).location).toBe('/receipt')
      }
      for (const n of [1, 2]) expect((await as.post(url, await opened(as, url, `${said}第${n}次`))).status).toBe(200)
      expect((await as.post(url, await opened(as, url, `${said}第3次`))).status).toBe(429)
    })
  })
})

describe('PO-3 one form is one objection', () => {
  test('sent twice, also at the same moment, it has one code and one row; with other words it gets a new key', async () => {
    const { url, objections } = await notice()
    const as = newVisitor(world, { address: '192.0.2.36' })
    const form = await opened(as, url)
    const both = await Promise.all([as.post(url, form), as.post(url, form)])
    expect(both.map((each) => each.status)).toEqual([200, 200])
    expect(codeIn(both[0])).toMatch(/^.{4}-.{4}-.{4}$/)
    expect(codeIn(both[1])).toBe(codeIn(both[0]))
    const changed = await as.post(url, { ...form, said: `${said}另有一件事。` })
    expect([changed.status, changed.text.includes('已经提交过一件'), changed.text.includes('另有一件事')]).toEqual([409, true, true])
    const token = hiddenIn(changed.text, 'token')
    expect(token).not.toBe(form.token)
    world.clock.advance(5000)
    const second = await as.post(url, { ...form, token, said: `${said}另有一件事。` })
    expect(codeIn(second)).not.toBe(codeIn(both[0]))
    expect((await objections()).map((each) => each.said)).toEqual([said, `${said}另有一件事。`])
  })
})

test('PO-4 what nobody sees, what is too fast, and a page that is none of ours, are stopped with a sentence and every word kept', async () => {
  const { url, objections } = await notice()
  const as = newVisitor(world, { address: '192.0.2.37' })
  const form = await opened(as, url)
  expect((await as.post(url, { ...form, site: 'http://spam.example' })).text).toContain('“请留空”一栏里有字')
  const fast = { ...form, token: hiddenIn((await as.get(url)).text, 'token') }
  const refused = await as.post(url, fast)
  expect([refused.status, refused.text.includes('请再看一遍'), refused.text.includes(said), hiddenIn(refused.text, 'token')]).toEqual([409, true, true, fast.token])
  const odd = await as.post(url, { ...form, token: 'x.y.z' })
  expect([odd.status, odd.text.includes('这一页打开得太久'), odd.text.includes(said)]).toEqual([409, true, true])
  expect(await objections()).toEqual([])
  world.clock.advance(3000)
  expect((await as.post(url, fast)).status).toBe(200)
})
