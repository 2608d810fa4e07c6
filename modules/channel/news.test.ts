import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { tell } from '../matter/commands/tell.ts'
import { mailNews } from './public.ts'
import { newBox } from './testing/fixtures.ts'
import { letterOf, smtpServer, type SmtpServer } from './testing/mail-servers.ts'

let world: World
let smtp: SmtpServer
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
  smtp = await smtpServer()
})
afterAll(async () => {
  await smtp.close()
  await world.close()
})

const box = (options: Parameters<typeof newBox>[2] = {}, kind = 'complaint') => newBox(world, smtp.port, options, kind)

test('IN-17 whoever wrote by mail hears by mail that there is news, so often a day; of a report of misconduct nothing goes out', async () => {
  const { imap, read, matters, replies, send, officer } = await box()
  imap.put(letterOf({ subject: '取药排队', text: '昨天在二楼取药排了两个小时。' }))
  await read()
  const [row] = await matters()
  const key = { institutionId: officer.institutionId, matterId: row?.id ?? '' }
  const hear = (seq: number) => act(world.platform, systemActor('matter.tell'), (each) => tell(each, { ...key, seq, tells: ['author'] }))
  const accepted = await api(world, officer).upload(`/matters/${key.institutionId}/${key.matterId}/moves/accept`, [], { revision: 1 })
  expect(accepted.status).toBe(200)
  await hear(2)
  const waiting = await replies()
  expect(waiting).toHaveLength(2)
  for (const each of waiting) await send(each.id)
  const { email, to } = smtp.sent.find((each) => each.email.subject === `[${row?.number ?? ''}] 办理有新进展`) ?? { email: undefined, to: [] }
  expect(to).toEqual(['wang@mail.example'])
  expect(email?.text).toContain('/follow')
  expect(email?.text).not.toMatch(/两个小时|受理|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
  for (let n = 0; n < 12; n += 1) await hear(2)
  expect(await replies()).toHaveLength(11)

  const secret = await box({}, 'tip')
  secret.imap.put(letterOf({ subject: '收红包', text: '有人收红包。' }))
  await secret.read()
  const [tip] = await secret.matters()
  const before = (await secret.replies()).length
  await act(world.platform, systemActor('channel.test'), (each) => mailNews(each, { institutionId: secret.key.institutionId, regionCode: secret.hospital.regionCode, matterId: tip?.id ?? '', number: tip?.number ?? '', says: { zh: '已受理。', en: 'Accepted.' } }))
  expect(await secret.replies()).toHaveLength(before)
})
