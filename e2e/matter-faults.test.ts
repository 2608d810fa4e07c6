import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { password, urlOf } from './browser.ts'
import { demonstration, onDemonstration } from './demonstration.ts'
import { endProcess, startServer } from './server.ts'
import { node, root } from '../tools/setup.mjs'

type Answer = { readonly status: number; readonly body: any } // oxlint-disable-line typescript/no-explicit-any -- a test states what it expects of an answer
type Sent = { readonly path: string; readonly body: object; readonly key: string }
type Person = { readonly cookie: string; readonly institutionId: string }

async function signIn(loginName: string): Promise<Person> {
  const answer = await fetch(urlOf('/api/session'), { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ loginName, password }) })
  expect(answer.status, `${loginName} signs in`).toBe(200)
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
  const me = await (await fetch(urlOf('/api/me'), { headers: { cookie } })).json()
  return { cookie, institutionId: me.actor.institutionId }
}

async function send(as: Person, { path: place, body, key }: Sent): Promise<Answer> {
  const form = new FormData()
  form.set('body', JSON.stringify(body))
  const answer = await fetch(urlOf(`/api${place}`), { method: 'POST', headers: { cookie: as.cookie, 'idempotency-key': key }, body: form })
  return { status: answer.status, body: await answer.json() }
}
const get = async (as: Person, place: string): Promise<Answer> => {
  const answer = await fetch(urlOf(`/api${place}`), { headers: { cookie: as.cookie } })
  return { status: answer.status, body: await answer.json() }
}

const postmasterOf = (dataDir: string): string => path.join(dataDir, readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((file) => path.basename(file) === 'postmaster.pid') ?? '')

/** Server and database end as if the power went, and come back. */
async function powerCut(): Promise<void> {
  const server = demonstration()
  const pids = [path.join(server.dataDir, 'server.lock'), postmasterOf(server.dataDir)].map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10))
  expect(pids.every((pid) => Number.isInteger(pid) && pid > 1), `${pids.join(' and ')} are pids`).toBe(true)
  await Promise.all(pids.map((pid) => endProcess(pid, 'SIGKILL')))
  ;(await startServer(server)).unref()
}

type Begun = { readonly sent: Sent; readonly settled: Promise<Answer | null> }
/** A request whose answer may never come. */
function begin(as: Person, sent: Sent, onAnswer: () => void): Begun {
  const answer = send(as, sent)
  answer.then(onAnswer, () => undefined)
  return { sent, settled: answer.catch(() => null) }
}

describe('The power goes between any two steps of a move', () => {
  onDemonstration()
  let officer: Person
  beforeAll(async () => {
    officer = await signIn('renmin-tousu')
  })

  const newMatter = (n: number): Sent => ({ path: '/matters', key: randomUUID(), body: { kind: 'complaint', channel: 'counter', title: `断电之前的第${n}件`, body: '等了三个小时没有人解释原因。', author: { name: '周晓芸', phone: '13912345678' }, submissionKey: randomUUID() } })
  const pathOf = (matter: { matterId: string }): string => `/matters/${officer.institutionId}/${matter.matterId}`

  // Each round cuts at another moment: before anything is answered, and as soon as so many of the ten are, with the others under way.
  test.each([0, 1, 3, 6, 9])('when %i of eight moves and two letters are answered: what was acknowledged is there once, and a replay adds nothing', async (wanted) => {
    const matters = await Promise.all(Array.from({ length: 8 }, (_, n) => send(officer, newMatter(n))))
    expect(matters.map((each) => each.status)).toEqual(matters.map(() => 200))
    const moves = matters.map(({ body }): Sent => ({ path: `${pathOf(body)}/moves/accept`, key: randomUUID(), body: { revision: 1, text: `断电前已答复${wanted}件` } }))
    const letters = [newMatter(100), newMatter(101)]
    let answered = 0
    const begun = [...moves, ...letters].map((sent) => begin(officer, sent, () => (answered += 1)))
    await expect.poll(() => answered, { timeout: 60_000, interval: 1 }).toBeGreaterThanOrEqual(wanted)
    await powerCut()
    const answers = await Promise.all(begun.map((each) => each.settled))
    const acknowledged = answers.filter((answer) => answer?.status === 200).length
    process.stdout.write(`cut at ${wanted}: ${acknowledged} of ${begun.length} were acknowledged\n`)
    expect(acknowledged).toBeGreaterThanOrEqual(wanted)
    // Nothing that was acknowledged is missing, before anything is sent again.
    for (const [at, { body }] of matters.entries()) {
      const found = await get(officer, pathOf(body))
      expect(found.status).toBe(200)
      const steps = found.body.timeline.map((event: { move: string }) => event.move)
      expect([['received'], ['received', 'accept']]).toContainEqual(steps)
      if (answers[at]?.status === 200) expect(steps).toEqual(['received', 'accept'])
      expect(found.body).toMatchObject({ revision: steps.length, state: steps.length === 2 ? 'accepted' : 'received' })
    }
    // Everybody sends again what was sent, twice and at the same moment: each step exists once, and the answers are alike.
    for (const [at, { sent }] of begun.entries()) {
      const again = await Promise.all([send(officer, sent), send(officer, sent)])
      expect(again.map((each) => each.status)).toEqual([200, 200])
      const known = answers[at]
      if (at < moves.length) {
        expect(again.map((each) => each.body.timeline.map((event: { move: string }) => event.move))).toEqual([['received', 'accept'], ['received', 'accept']])
      } else {
        expect(again[0]?.body).toEqual(again[1]?.body)
        if (known?.status === 200) expect(again[0]?.body).toEqual(known.body)
        const found = await get(officer, `/matters?phase=all&sort=received&text=${encodeURIComponent(again[0]?.body.number)}`)
        expect(found.body.rows.map((row: { id: string }) => row.id)).toEqual([again[0]?.body.matterId])
      }
    }
  })

  test('no number was given twice, none is missing a step, and every chain is whole', async () => {
    const rows: { id: string; number: string; revision: number }[] = []
    for (let after = ''; ; ) {
      const page = (await get(officer, `/matters?phase=all&sort=received&kind=complaint&limit=100&text=${encodeURIComponent('断电之前')}${after}`)).body
      rows.push(...page.rows)
      if (page.next === null) break
      after = `&after=${encodeURIComponent(page.next)}`
    }
    expect(rows).toHaveLength(5 * 10)
    expect(new Set(rows.map((row) => row.number)).size).toBe(rows.length)
    for (const row of rows) expect((await get(officer, `/matters/${officer.institutionId}/${row.id}`)).body.timeline).toHaveLength(row.revision)
    const said = execFileSync(node(), [path.join(root, 'dist', 'server', 'huiyin.js'), 'verify', '--data', demonstration().dataDir], { encoding: 'utf8', env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: '' } })
    expect(said).toMatch(/[1-9]\d* 条留痕链、[1-9]\d* 条记录全部相符/)
  })
})
