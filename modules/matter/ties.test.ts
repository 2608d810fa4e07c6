import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { act, look } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { handleAlone } from './commands/alone.ts'
import { tell } from './commands/tell.ts'
import { fileAt, makeMove, moveClock, newHouse, pathOf, type House } from './fixtures.ts'
import { citizenMove, followReceipt, type Filed } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

const asPortal = systemActor('portal.matter')
const follow = (filed: Filed) => look(world.platform, asPortal, (each) => followReceipt(each, { code: filed.receiptCode ?? '', tail: '5678' }))
async function byAuthor(filed: Filed, move: string, ask: object = {}, part?: string) {
  const shown = await follow(filed)
  const { revision } = part === undefined ? shown : (shown.parts.find((each) => each.matterId === part) ?? shown)
  return act(world.platform, asPortal, (each) => citizenMove({ ...each, actor: { ...each.actor, kind: 'anonymous', name: '' } }, { code: filed.receiptCode ?? '', tail: '5678', ...(part === undefined ? {} : { part }), move, revision, ask, files: [] }))
}
const stateOf = async (house: House, key: { institutionId: string; matterId: string }) => (await api(world, house.officer).get(pathOf(key))).body.state as string
async function steps(key: { institutionId: string; matterId: string }, list: readonly (readonly [House['officer'], string, object])[]): Promise<void> {
  for (const [person, move, ask] of list) expect([move, (await makeMove(world, person, key, move, ask)).body.error]).toEqual([move, undefined])
}

test('MT-38 what is split off stands under the receipt of the whole: its author reads, confirms, rates and reopens it there, and is told by the number on the receipt', async () => {
  const house = await newHouse(world)
  const [filed, stranger] = [await fileAt(world, house), await fileAt(world, house, { title: '别的事' })]
  await steps(filed, [[house.officer, 'accept', {}], [house.officer, 'split', { title: '收费问题', text: '来信第二件：多收了检查费。' }]])
  const [part] = (await follow(filed)).parts
  expect(part).toMatchObject({ title: '收费问题', state: { zh: '已收到' }, number: 'TS-2026-00003' })
  const key = { institutionId: house.institutionId, matterId: part?.matterId ?? '' }
  await steps(key, [[house.officer, 'accept', {}], [house.officer, 'split', { title: '退费时间', text: '第三件。' }], [house.officer, 'settle-at-once', { publicText: '已退费。', verdict: 'substantiated' }]])
  const shown = await follow(filed)
  expect(shown.parts.map((each) => [each.title, each.answer])).toEqual([['收费问题', '已退费。'], ['退费时间', null]])
  expect(shown.parts[0]?.moves.map((each) => each.key).sort()).toEqual(['add', 'confirm', 'rate', 'reopen'])
  await act(world.platform, systemActor('matter.tell'), (each) => tell(each, { ...key, seq: 4, tells: ['author'] }))
  const sent = await arrange(world, (each) => each.tx.selectFrom('outbox').select(['recipient', 'body']).execute())
  expect(sent.map((row) => [world.platform.vault.open(row.recipient), world.platform.vault.open(row.body)])).toContainEqual(['13912345678', expect.stringContaining(`${filed.number}，其中分开办理的${part?.number ?? ''}`)])
  expect((await byAuthor(filed, 'reopen', { text: '还没有收到退费' }, key.matterId)).state.zh).toBe('正在办理')
  await expect(byAuthor(stranger, 'reopen', { text: '不是我的' }, key.matterId)).rejects.toMatchObject({ refusal: { refused: 'matter.receipt_unknown' } })
  expect(await stateOf(house, key)).toBe('handling')
})

test('MT-41 what was merged goes along when its own is merged again; its author reads and rates the one answer', async () => {
  const house = await newHouse(world)
  const [a, b, c] = [await fileAt(world, house, { title: '甲' }), await fileAt(world, house, { title: '乙' }), await fileAt(world, house, { title: '丙' })]
  await steps(a, [[house.officer, 'merge', { otherId: b.matterId }]])
  await steps(b, [[house.officer, 'merge', { otherId: c.matterId }]])
  await steps(c, [[house.officer, 'accept', {}], [house.officer, 'settle-at-once', { publicText: '三件一并答复。', verdict: 'not' }]])
  expect(await follow(a)).toMatchObject({ answer: '三件一并答复。' })
  expect((await byAuthor(a, 'rate', { satisfied: true })).satisfied).toBe(true)
  const other = await fileAt(world, house, { kind: 'suggestion', category: 'service' })
  const open = await fileAt(world, house, { title: '丁' })
  expect((await makeMove(world, house.officer, open, 'merge', { otherId: other.matterId })).body.error).toBe('matter.other_kind')
})

test('MT-41 where the one it was merged into is withdrawn or declined, it is handled by itself again; run twice that happens once', async () => {
  const house = await newHouse(world)
  const [a, b] = [await fileAt(world, house, { title: '甲' }), await fileAt(world, house, { title: '乙' })]
  await steps(a, [[house.officer, 'accept', {}], [house.officer, 'merge', { otherId: b.matterId }]])
  expect(await stateOf(house, a)).toBe('merged')
  await byAuthor(b, 'withdraw')
  const alone = () => act(world.platform, systemActor('matter.alone'), (each) => handleAlone(each, { institutionId: a.institutionId, matterId: a.matterId }))
  expect([await alone(), await alone()]).toEqual([true, false])
  expect(await follow(a)).toMatchObject({ phase: 'open', state: { zh: '已受理，正在分办' } })
  expect((await follow(a)).steps.at(-1)?.says.zh).toContain('单独办理')
})

test('MT-40 after a complaint is taken up again the joined department hands in its part anew; what it said first stays in the timeline', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  const part = (text: string) => [house.pharmacist, 'part', { text }] as const
  await steps(filed, [[house.officer, 'accept', {}], [house.officer, 'offer', { departmentId: house.departments.surgery, text: '请办理' }], [house.surgeon, 'take', {}], [house.officer, 'join', { departmentIds: [house.departments.pharmacy], text: '请核实' }], part('处方无误'), [house.surgeon, 'draft', { publicText: '无误。', verdict: 'not' }], [house.head, 'approve', {}]])
  await byAuthor(filed, 'reopen', { text: '药还是不对' })
  expect((await makeMove(world, house.surgeon, filed, 'draft', { publicText: '还是无误。', verdict: 'not' })).body.error).toBe('matter.parts_open')
  await steps(filed, [part('再核：发错一盒'), [house.surgeon, 'draft', { publicText: '发错一盒，已更换。', verdict: 'substantiated' }]])
  const shown = (await api(world, house.officer).get(pathOf(filed))).body
  expect(shown.parts).toMatchObject([{ answer: '再核：发错一盒' }])
  expect(shown.timeline.filter((each: { move: string }) => each.move === 'part').map((each: { words: string }) => each.words)).toEqual(['处方无误', '再核：发错一盒'])
})
