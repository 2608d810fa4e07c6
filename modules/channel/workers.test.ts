import { afterAll, beforeAll, expect, test } from 'vitest'
import { workersOf } from '../../server/assemble.ts'
import { startJobs } from '../../server/platform/jobs.ts'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { channelSchedules } from './workers.ts'
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

test('with the jobs running a letter is registered and receipted without anybody doing anything; the next one comes with the schedule', { timeout: 240_000 }, async () => {
  const { workers, schedules } = workersOf(world.platform)
  expect(schedules).toEqual(expect.arrayContaining(channelSchedules))
  const jobs = await startJobs({ ownerUrl: world.ownerUrl, workers, schedules: [], log: world.platform.log })
  const { imap, key, at, officer, matters } = await newBox(world, smtp.port)
  try {
    imap.put(letterOf({ id: 'j1', subject: '第一封' }))
    expect((await api(world, officer).post(`${at}/poll`)).status).toBe(200)
    await expect.poll(() => smtp.sent.length, { timeout: 60_000 }).toBe(1)
    imap.put(letterOf({ id: 'j2', subject: '第二封' }))
    await workers.find((each) => each.job === 'channel.poll-mailboxes')?.run({})
    await expect.poll(() => smtp.sent.length, { timeout: 60_000 }).toBe(2)
    expect((await matters()).map((each) => each.title).sort()).toEqual(['第一封', '第二封'])
    await expect.poll(async () => (await api(world, officer).get('/channels')).body.mailboxes[0].counts, { timeout: 60_000 }).toEqual({ waiting: 0, failed: 0, repliesWaiting: 0, repliesFailed: 0 })
    // A mailbox that is gone meanwhile, and a feed, end their jobs quietly.
    const nobody = { institutionId: key.institutionId, mailboxId: key.institutionId, feedId: key.institutionId, replyId: key.institutionId }
    for (const job of ['channel.read-mailbox', 'channel.read-feed', 'channel.send-reply', 'channel.poll-feeds']) await workers.find((each) => each.job === job)?.run(nobody)
  } finally {
    await jobs.stop()
    await imap.close()
  }
})
