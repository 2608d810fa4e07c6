import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { prepareRegisters } from './commands/prepare.ts'
import { setRegisters } from './definitions.ts'
import { catalogued } from './fixtures.ts'
import { at, correct, enter, png, setUp, shown, talks, values } from './testing/fixtures.ts'

const noted = { ...shown, key: 'noted', confirm: ['institution_head' as const] }
const all = [talks, shown, noted].map(catalogued)
let world: World
beforeAll(async () => {
  setRegisters(all)
  world = await newWorld('2026-03-06T02:00:00.000Z')
})
afterAll(async () => {
  await world.close()
  setRegisters(null)
})

const page = async (url: string, cookies: Record<string, string> = {}) => {
  const answer = await world.app.http.inject({ method: 'GET', url, cookies })
  return { status: answer.statusCode, text: answer.body, type: answer.headers['content-type'], raw: answer.rawPayload }
}

/** What stands on a page, without ids in its addresses, where any digits may stand by chance. */
const visible = (html: string) => html.replaceAll(/<[^>]*>/g, ' ')

test('RG-20 citizens see the open fields of counting entries, newest first, institution by institution', async () => {
  const one = await setUp(world)
  const two = await setUp(world)
  const entry = await enter(one.clerk, { key: 'shown', values: values(one.clerk, { topic: '开放日一', phone: '13900000001', attended: 477 }), fileFields: ['scene', ''] }, [{ name: 'scene.png', bytes: png }, { name: 'sheet.txt', bytes: '签到' }])
  await enter(two.clerk, { key: 'shown', on: '2026-03-04', values: values(two.clerk, { topic: '开放日<二>' }) })
  const index = await page('/open')
  expect([index.status, index.text.includes('医院开放日'), index.text.includes('健康讲座')]).toEqual([200, true, false])
  const list = await page('/open/shown')
  expect(list.text.indexOf('开放日一')).toBeLessThan(list.text.indexOf('开放日&lt;二>'))
  expect(list.text).toContain(one.hospital.name)
  expect([list.text.includes('13900000001'), /\b477\b|听讲人数/.test(visible(list.text)), list.text.includes('sheet.txt')]).toEqual([false, false, false])
  const [picture, sheet] = entry.body.files as { id: string }[]
  const file = (id: string | undefined) => page(`/api/open/shown/files/${one.id}/${id}`)
  expect(await file(picture?.id)).toMatchObject({ status: 200, type: 'image/png', raw: png })
  expect((await file(sheet?.id)).status).toBe(404)
  const filtered = await page(`/open/shown?institution=${two.id}`)
  expect([filtered.text.includes('开放日一'), filtered.text.includes('开放日&lt;二>')]).toEqual([false, true])
  expect((await page('/open/shown', { huiyin_elder: '1' })).text).toContain('class="elder"')
  expect([(await page('/open/talks')).status, (await page('/open/nothing')).status, (await page('/open/shown?after=x')).status]).toEqual([404, 404, 400])
  const changed = await correct(one.clerk, entry, { values: { ...entry.body.values, topic: '改过的开放日', scene: [] } })
  expect([(await page('/open/shown')).text.includes('改过的开放日'), (await file(picture?.id)).status]).toEqual([true, 404])
  await one.clerk.post(`${at(entry)}/withdrawal`, { revision: changed.body.revision, reason: '发错了' })
  expect((await page('/open/shown')).text).not.toContain('改过的开放日')
})

test('RG-20 what waits for confirmation is not public, what is too old is gone, and pages go on', async () => {
  const { clerk, as } = await setUp(world)
  const entry = await enter(clerk, { key: 'noted', values: values(clerk, { topic: '等待审核' }) })
  expect((await page('/open/noted')).text).not.toContain('等待审核')
  await (await as('institution_head')).post(`${at(entry)}/confirmation`, { revision: 1 })
  expect((await page('/open/noted')).text).toContain('等待审核')
  for (let n = 0; n < 21; n += 1) await enter(clerk, { key: 'noted', on: '2026-03-03', values: values(clerk, { topic: `第${n}次活动` }) }).then(async (each) => (await as('institution_head')).post(`${at(each)}/confirmation`, { revision: 1 }))
  const first = await page('/open/noted')
  const next = /href="(\/open\/noted\?after=[^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect((await page(next)).text.match(/次活动/g)).toHaveLength(2)
  world.clock.set('2026-05-06T02:00:00.000Z')
  expect((await page('/open')).text).not.toContain('医院开放日')
  world.clock.set('2026-03-06T02:00:00.000Z')
})

test('RG-20 a register that opens nothing any more is taken down', async () => {
  const { clerk } = await setUp(world)
  await enter(clerk, { key: 'shown', values: values(clerk, { topic: '曾经公开' }) })
  expect((await page('/open/shown')).text).toContain('曾经公开')
  const { open: _open, ...closed } = shown
  setRegisters([closed].map(catalogued))
  await arrange(world, prepareRegisters)
  setRegisters(all)
  expect((await page('/open/shown')).text).not.toContain('曾经公开')
})
