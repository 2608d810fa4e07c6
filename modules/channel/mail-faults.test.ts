import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { readMailbox } from './commands/read-mailbox.ts'
import { mostTries } from './commands/replies.ts'
import { newBox } from './testing/fixtures.ts'
import { imapServer, letterOf, mailboxUser, smtpServer, type SmtpServer } from './testing/mail-servers.ts'

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

const box = (smtpPort = smtp.port) => newBox(world, smtpPort)

test('IN-7 a letter that cannot be registered is named after five tries, stays unread, and holds up no other; then it is taken', async () => {
  const { imap, read, matters, mails, officer, at, key } = await box()
  await arrange(world, (act) => act.tx.updateTable('mailbox').set({ kind: 'no-such-kind' }).where('institution_id', '=', key.institutionId).execute())
  imap.put(letterOf({ id: 'q1', subject: '会失败的信' }))
  for (let n = 0; n < 6; n += 1) await read()
  expect(await mails()).toMatchObject([{ state: 'failed', attempts: 5, subject: '会失败的信' }])
  expect(imap.flags()).toEqual([[]])
  expect((await api(world, officer).get('/channels')).body.mailboxes[0].counts).toMatchObject({ failed: 1 })
  await arrange(world, (act) => act.tx.updateTable('mailbox').set({ kind: 'complaint' }).where('institution_id', '=', key.institutionId).execute())
  imap.put(letterOf({ id: 'q2', subject: '后来的信' }))
  await read()
  expect((await matters()).map((each) => each.title)).toEqual(['后来的信'])
  const failed = (await mails()).find((each) => each.state === 'failed')
  await api(world, officer).post(`${at}/mails/${failed?.id}/retake`)
  await read()
  expect(await matters()).toHaveLength(2)
})

test('a mail server that is down is named, the receipt waits and goes out once it is back, as the same message', async () => {
  const down = await smtpServer()
  const port = down.port
  await down.close()
  const { imap, read, replies, send, officer, at } = await box(port)
  imap.put(letterOf({ id: 'd1' }))
  await read()
  const [reply] = await replies()
  await expect(send(reply?.id)).rejects.toThrow()
  expect(await replies()).toMatchObject([{ state: 'waiting', attempts: 1, fault: { code: 'unreachable' } }])
  expect((await api(world, officer).get('/channels')).body.mailboxes[0].counts).toMatchObject({ repliesWaiting: 1 })
  let refuses = true
  const back = await smtpServer(port, () => (refuses ? 'try later' : null))
  onTestFinished(() => back.close())
  for (let n = 2; n < mostTries; n += 1) await expect(send(reply?.id)).rejects.toThrow()
  await send(reply?.id)
  expect(await replies()).toMatchObject([{ state: 'failed', attempts: mostTries }])
  refuses = false
  expect((await api(world, officer).post(`${at}/replies/${reply?.id}/resend`)).status).toBe(200)
  await send(reply?.id)
  expect(await replies()).toMatchObject([{ state: 'sent', fault: null }])
  expect(back.sent).toHaveLength(1)
  expect(back.sent[0]?.email.messageId).toContain(reply?.id)
  expect(await api(world, officer).post(`${at}/replies/${reply?.id}/resend`)).toMatchObject({ status: 409, body: { error: 'channel.reply_sent' } })
})

test('a mailbox that cannot be opened says why: wrong password, no server, a certificate nobody vouches for; then it works again', async () => {
  const it = await box()
  const fault = async () => (await api(world, it.officer).get('/channels')).body.mailboxes[0].fault?.code
  const change = async (given: object) => {
    const { revision } = (await api(world, it.clerk).get('/channels')).body.mailboxes[0]
    expect((await api(world, it.clerk).put(it.at, { ...it.settings, password: '', ...given, revision })).status).toBe(200)
    await it.read().catch(() => undefined)
  }
  await change({ password: 'wrong' })
  expect(await fault()).toBe('login')
  const gone = await imapServer()
  await gone.close()
  await change({ password: mailboxUser.password, imapPort: gone.port })
  expect(await fault()).toBe('unreachable')
  const selfSigned = await imapServer({ secureConnection: true })
  onTestFinished(() => selfSigned.close())
  await change({ imapPort: selfSigned.port, imapSecurity: 'tls' })
  expect(await fault()).toBe('certificate')
  await change({})
  expect(await fault()).toBeUndefined()
  const { revision } = (await api(world, it.clerk).get('/channels')).body.mailboxes[0]
  expect(await api(world, it.clerk).put(it.at, { ...it.settings, revision: revision - 1 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
})

test('a mailbox that is switched off is not read, and what was noticed waits', async () => {
  const { imap, read, matters, clerk, settings, at } = await box()
  imap.put(letterOf({ id: 'o1' }))
  const { revision } = (await api(world, clerk).get('/channels')).body.mailboxes[0]
  await api(world, clerk).put(at, { ...settings, active: false, revision })
  expect(await read()).toEqual({ noticed: 0, settled: 0, failed: 0 })
  await api(world, clerk).put(at, { ...settings, active: true, revision: revision + 1 })
  await read()
  expect(await matters()).toHaveLength(1)
})

test('FI-4 while the virus scanner cannot be asked nothing unscanned is kept and nothing is lost: the mailbox says so and goes on later', async () => {
  const { imap, key, officer, mails, matters } = await box()
  imap.put(letterOf({ id: 'w1', headers: ['Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: text/plain', '', 'see attachment', '--x', 'Content-Type: application/pdf', 'Content-Disposition: attachment; filename="a.pdf"', 'Content-Transfer-Encoding: base64', '', Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64'), '--x--'] }))
  await expect(readMailbox(world.platform, key, async () => 'unreachable')).rejects.toThrow('scanner')
  expect(await mails()).toMatchObject([{ state: 'noticed', attempts: 0 }])
  expect((await api(world, officer).get('/channels')).body.mailboxes[0].fault).toMatchObject({ detail: 'the virus scanner cannot be reached' })
  expect(await matters()).toEqual([])
  await readMailbox(world.platform, key, async () => ({ virus: 'Eicar' }))
  const [made] = await matters()
  expect(made?.body).toContain('a.pdf')
  expect(imap.flags()).toEqual([['\\Seen']])
})
