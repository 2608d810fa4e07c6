import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../server/platform/root.ts'
import { arrange, newInstitution, newWorld, type World } from '../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-06T02:00:00.000Z')
})
afterAll(() => world.close())

const get = async (url: string, cookies: Record<string, string> = {}) => {
  const answer = await world.app.http.inject({ method: 'GET', url, cookies })
  return { status: answer.statusCode, text: answer.body, headers: answer.headers }
}
const text = (name: string) => readFileSync(path.join(projectRoot(), 'portal', name), 'utf8')

test('the first page leads to what people come for, in Chinese first and in English when asked', async () => {
  const chinese = await get('/')
  for (const href of ['/say', '/follow', '/bodies', '/running', '/answers', '/figures', '/letter', '/open']) expect(chinese.text).toContain(`href="${href}"`)
  expect(chinese.text).toContain('<html lang="zh-CN">')
  const english = await get('/?lang=en')
  expect([english.text.includes('<html lang="en">'), english.text.includes('Every voice gets an answer')]).toEqual([true, true])
  const chosen = await get('/lang?to=en&back=/bodies')
  expect([chosen.status, chosen.headers.location, String(chosen.headers['set-cookie'])]).toEqual([303, '/bodies', expect.stringMatching(/^huiyin_lang=en;.*HttpOnly/)])
  expect((await get('/', { huiyin_lang: 'en' })).text).toContain('<html lang="en">')
  expect((await get('/lang?to=en&back=//elsewhere.example')).headers.location).toBe('/')
})

test('an address without content says so in the language chosen', async () => {
  expect((await get('/nowhere')).text).toContain('没有找到这一页')
  expect(await get('/nowhere', { huiyin_lang: 'en' })).toMatchObject({ status: 404, text: expect.stringContaining('This page is not here') })
})

test('a hospital is found by two characters of its name; one character is too few; commissions are among them', async () => {
  const hospital = await newInstitution(world, { name: '青溪镇卫生院' })
  await newInstitution(world, { name: '云溪县卫生健康委', kind: 'commission' })
  const found = await get(`/bodies?text=${encodeURIComponent('青溪')}`)
  expect([found.text.includes(`href="/bodies/${hospital.institutionId}"`), found.text.includes('云溪县')]).toEqual([true, false])
  expect((await get(`/bodies?text=${encodeURIComponent('青')}`)).text).toContain('请至少写两个字')
  expect((await get(`/bodies?text=${encodeURIComponent('没有这家')}`)).text).toContain('没有找到')
  expect((await get('/bodies')).text).toContain('云溪县卫生健康委')
})

test('a page of sixty hospitals goes on', async () => {
  for (let n = 0; n < 60; n += 1) await newInstitution(world, { name: `连锁诊所${String(n).padStart(2, '0')}` })
  const first = await get(`/bodies?text=${encodeURIComponent('连锁诊所')}`)
  const next = /href="(\/bodies\?after=50[^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect((await get(next)).text.match(/连锁诊所\d\d<\/a>/g)).toHaveLength(10)
})

test('the page of a hospital says where to complain, what it promised, and leads to the form with the hospital settled', async () => {
  const hospital = await newInstitution(world)
  await arrange(world, async (act) => {
    await act.tx.updateTable('institution').set({ phone: '0999-1234567', address: '青溪路1号' }).where('id', '=', hospital.institutionId).execute()
  })
  const shown = await get(`/bodies/${hospital.institutionId}`)
  expect(shown.status).toBe(200)
  for (const said of [hospital.name, 'tel:09991234567', '青溪路1号', '还没有公布投诉渠道', '目前没有参加专项行动', `/say?body=${hospital.institutionId}`]) expect(shown.text).toContain(said)
  await arrange(world, (act) => act.tx.updateTable('institution').set({ active: false }).where('id', '=', hospital.institutionId).execute())
  expect([(await get(`/bodies/${hospital.institutionId}`)).status, (await get('/bodies/x')).status, (await get('/running/x')).status]).toEqual([404, 404, 404])
  expect((await get('/running')).text).toContain('目前没有正在开展的行动')
})

test('PO-8 script is at most ten kilobytes and speaks the language of browsers of 2018; with style and page it stays under thirty', async () => {
  const script = text('portal.js')
  const sizes = { script: gzipSync(script).length, style: gzipSync(text('portal.css')).length, page: gzipSync((await get('/', { huiyin_elder: '1' })).text).length }
  expect(sizes.script).toBeLessThan(10 * 1024)
  expect(sizes.script + sizes.style + sizes.page).toBeLessThan(30 * 1024)
  const [now, then] = await Promise.all([transform(script, { target: 'esnext' }), transform(script, { target: ['chrome64', 'safari12'] })])
  expect(then.code).toBe(now.code)
  const style = text('portal.css')
  expect(style).not.toMatch(/:has\(|@layer|@container|\{[^{}]*&/)
  expect(await get('/portal.js')).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } })
})

test('elder mode brings the script that reads aloud, and only there the first page has a script at all', async () => {
  expect((await get('/')).text).not.toContain('<script')
  expect((await get('/', { huiyin_elder: '1' })).text).toContain('<script src="/portal.js" defer></script>')
})
