import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { systemActor } from '../../kernel/actor.ts'
import { newWorld, type World } from '../testing/api.ts'
import { readInstant, send, sql, statement } from './database.ts'
import { newStatements } from './statements.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const system = systemActor('test')
const put = statement(`insert into setting (key, value, changed_at) values ($1, '1', now())`)
const kept = async (key: string) => (await world.platform.database.read(system, (read) => read.selectFrom('setting').select('key').where('key', '=', key).execute())).length

test('a statement that is sent without waiting is run in its place and kept with the rest', async () => {
  const seen = await world.platform.database.write(system, async (tx) => {
    send(tx, put(tx, ['sent']))
    return tx.selectFrom('setting').select('key').where('key', '=', 'sent').execute()
  })
  expect(seen).toHaveLength(1)
  expect(await kept('sent')).toBe(1)
})

test('what a sent statement refuses is thrown though nobody waited for it, and nothing is kept', async () => {
  const twice = world.platform.database.write(system, async (tx) => {
    await put(tx, ['before'])
    send(tx, put(tx, ['before']))
    return 'done'
  })
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  expect(await kept('before')).toBe(0)
})

test('the reason that is thrown is the first failure, not what failed because of it', async () => {
  const failing = world.platform.database.write(system, async (tx) => {
    send(tx, sql`select 1 / 0`.execute(tx))
    return tx.selectFrom('setting').select('key').execute()
  })
  await expect(failing).rejects.toMatchObject({ code: '22012' })
})

test('a failure that was caught and hidden is not taken for a commit', async () => {
  const hidden = world.platform.database.write(system, async (tx) => {
    await put(tx, ['hidden'])
    await sql`select 1 / 0`.execute(tx).catch(() => undefined)
    return 'done'
  })
  await expect(hidden).rejects.toThrow('before its commit')
  expect(await kept('hidden')).toBe(0)
})

test('nothing is sent on what is no transaction', () => {
  expect(() => send({} as never, Promise.resolve())).toThrow('no transaction')
})

test('the connection is as good as new after a transaction that failed in the middle of what was sent', async () => {
  for (let round = 0; round < 20; round += 1) {
    const failing = world.platform.database.write(system, async (tx) => {
      send(tx, put(tx, [`round ${round}`]))
      send(tx, sql`select 1 / 0`.execute(tx))
      send(tx, put(tx, [`after ${round}`]))
      throw new Error('given up')
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await kept(`round ${round}`)).toBe(0)
  }
})

test('of statements that leave together those behind a failure are not run and say its reason; each may be asked again', async () => {
  const texts = ['select 1 as n', 'select 10 / $1::int as n', 'select 3 as n', `select array['a', null] as list, null::int as none, now() as at`]
  const ask = (values: readonly number[]) =>
    world.platform.database.read(system, async (read) => {
      const asked = texts.map((text, at) => statement<Record<string, unknown>>(text)(read, at === 1 ? values : []).catch((error: { code: string }) => error.code))
      return Promise.all(asked)
    })
  // Twice, so that they have a name, and then with one that fails before the others are prepared on some connection.
  expect((await ask([2])).slice(0, 3)).toEqual([[{ n: 1 }], [{ n: 5 }], [{ n: 3 }]])
  for (let round = 0; round < 12; round += 1) {
    const [failed, fine] = await Promise.allSettled([ask([0]), ask([5])])
    expect(failed).toMatchObject({ status: 'rejected' })
    expect(fine).toMatchObject({ status: 'fulfilled', value: [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }], [{ list: ['a', null], none: null, at: expect.stringMatching(/^\d{4}-.*Z$/) }]] })
  }
})

test('a failure that somebody waits for is thrown, and not what was sent behind it', async () => {
  for (const later of [false, true]) {
    const failing = world.platform.database.write(system, async (tx) => {
      const asked = sql`select 1 / 0`.execute(tx)
      asked.catch(() => undefined)
      if (later) await new Promise((resolve) => setImmediate(resolve))
      send(tx, put(tx, ['behind']))
      return asked
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
  }
  expect(await kept('behind')).toBe(0)
})

test('a statement that came often goes on after another server has changed its table', async () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  await owner.connect()
  await owner.query('create table changing (id int)')
  await owner.query('grant all on changing to huiyin_app')
  const all = () => world.platform.database.read(system, async (read) => (await sql<object>`select * from changing`.execute(read)).rows)
  const add = () => world.platform.database.write(system, async (tx) => (await sql<object>`insert into changing (id) values (1) returning *`.execute(tx)).rows)
  for (let round = 0; round < 8; round += 1) await Promise.all([all(), all(), all(), add()])
  await owner.query('alter table changing add column more int')
  expect(await add()).toEqual([{ id: 1, more: null }])
  expect((await all()).length).toBe(9)
  await owner.end()
})

test('a text is named when it comes again, long ones never, and all names are new after a change', () => {
  const statements = newStatements()
  expect([statements.nameOf('select 1'), statements.nameOf('select 1'), statements.nameOf('select 1')]).toEqual([null, 'huiyin_0_1', 'huiyin_0_1'])
  expect([statements.nameOf('x'.repeat(7000)), statements.nameOf('x'.repeat(7000))]).toEqual([null, null])
  statements.renew()
  expect([statements.nameOf('select 1'), statements.nameOf('select 1')]).toEqual([null, 'huiyin_1_1'])
})

test.each([
  ['2026-03-02 01:02:03+00', '2026-03-02T01:02:03.000Z'],
  ['2026-03-02 01:02:03.4+00', '2026-03-02T01:02:03.400Z'],
  ['2026-03-02 01:02:03.123456+00', '2026-03-02T01:02:03.123Z'],
  ['2026-03-02 01:02:03.5+08', '2026-03-01T17:02:03.500Z'],
  ['9999-12-31 00:00:00+00', '9999-12-31T00:00:00.000Z'],
])('an instant of the database, %s, is read as one in UTC', (text, instant) => {
  expect(readInstant(text)).toBe(instant)
})

test('a connection that breaks between two statements ends neither the process nor the command, which is tried again', async () => {
  const killer = new Client({ connectionString: world.superUrl })
  await killer.connect()
  try {
    let tries = 0
    const said = await world.platform.database.write(system, async (tx) => {
      tries += 1
      await put(tx, ['broken'])
      if (tries === 1) {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
        await killer.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        // Long enough for the news to arrive while nobody asks anything.
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      return (await tx.selectFrom('setting').select('key').where('key', '=', 'broken').execute()).length
    })
    expect([said, tries]).toEqual([1, 2])
    expect(await kept('broken')).toBe(1)
  } finally {
    await killer.end()
  }
})
