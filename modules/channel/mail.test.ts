import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Platform } from '../../server/platform/act.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { inInbox, type InInbox, type OpenInbox } from './net/imap.ts'
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

const box = (options: Parameters<typeof newBox>[2] = {}, kind = 'complaint') => newBox(world, smtp.port, options, kind)

test('IN-2 and IN-8 a letter becomes a matter with its author, is marked as seen, and its receipt leads to it', async () => {
  const { imap, read, mails, matters, matter, replies, send, clerk } = await box()
  imap.put(letterOf({ subject: 'Re: 取药排队', text: '昨天在二楼取药排了两个小时。\n希望增加窗口。' }))
  expect(await read()).toEqual({ noticed: 1, settled: 1, failed: 0 })
  const [row] = await matters()
  expect(row).toMatchObject({ channel: 'email', kind: 'complaint', title: '取药排队' })
  expect(row?.body).toBe('昨天在二楼取药排了两个小时。\n希望增加窗口。')
  expect((await matter(row?.id ?? '')).author).toMatchObject({ name: 'Wang', address: '电子邮箱 wang@mail.example' })
  expect(imap.flags()).toEqual([['\\Seen']])
  expect(await mails()).toMatchObject([{ state: 'filed', matterNumber: row?.number, sender: 'w***@mail.example', subject: '' }])

  const [waiting] = await replies()
  expect(waiting).toMatchObject({ state: 'waiting', to: 'w***@mail.example' })
  const before = smtp.sent.length
  await send(waiting?.id)
  await send(waiting?.id)
  expect(smtp.sent.length).toBe(before + 1)
  const { email, to } = smtp.sent.at(-1) ?? { email: undefined, to: [] }
  expect(to).toEqual(['wang@mail.example'])
  expect(email?.inReplyTo).toBe('<m1@mail.example>')
  expect(email?.headers.find((each) => each.key === 'auto-submitted')?.value).toBe('auto-replied')
  expect(email?.text).not.toContain('两个小时')
  expect(email?.subject).toContain(row?.number)
  expect(email?.text).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
  expect(await replies()).toMatchObject([{ state: 'sent' }])

  expect(await read()).toEqual({ noticed: 0, settled: 0, failed: 0 })
  expect(await matters()).toHaveLength(1)
  expect(JSON.stringify((await api(world, clerk).get('/channels')).body)).not.toContain(mailboxUser.password)
})

test('IN-6 killed before or after every single step, each letter is one matter and one receipt, and is marked', async () => {
  class Killed extends Error {}
  for (let step = 1; ; step += 1) {
    const { imap, read, matters, replies, mails } = await box()
    imap.put(letterOf({ id: `a${step}`, subject: `第一封 ${step}` }))
    imap.put(letterOf({ id: `b${step}`, subject: `第二封 ${step}`, from: 'Li <li@mail.example>' }))
    let steps = 0
    const dies = <T>(work: () => Promise<T>): Promise<T> => {
      steps += 1
      if (steps === step) throw new Killed()
      return work().then((answer) => {
        steps += 1
        if (steps === step) throw new Killed()
        return answer
      })
    }
    const { database } = world.platform
    const write = ((...given: Parameters<typeof database.write>) => dies(async () => database.write(...given))) as typeof database.write
    const dying: Platform = { ...world.platform, database: { ...database, write } }
    const inbox: InInbox = (place, work) =>
      inInbox(place, (real) => {
        const mortal: OpenInbox = { ...real, listUnseen: () => dies(() => real.listUnseen()), listAbove: (uid) => dies(() => real.listAbove(uid)), fetch: (uid, most) => dies(() => real.fetch(uid, most)), markSeen: (uids) => dies(() => real.markSeen(uids)) }
        return work(mortal)
      })
    // A step that dies inside one letter is a failure of that letter; the process that dies is the whole run. Both come here.
    const survived = await read(dying, inbox).then(() => steps < step, () => false)
    await read()
    expect((await matters()).map((each) => each.title).sort(), `step ${step}`).toEqual([`第一封 ${step}`, `第二封 ${step}`])
    expect(await replies(), `step ${step}`).toHaveLength(2)
    expect(imap.flags(), `step ${step}`).toEqual([['\\Seen'], ['\\Seen']])
    expect((await mails()).map((each) => each.state)).toEqual(['filed', 'filed'])
    if (survived) {
      expect(step).toBeGreaterThan(12)
      break
    }
    await imap.close()
  }
}, 120_000)

test('IN-6 two that read at once make one matter of each letter', async () => {
  const { imap, read, matters, replies } = await box()
  for (let n = 0; n < 6; n += 1) imap.put(letterOf({ id: `p${n}`, subject: `并发 ${n}`, from: `P <p${n}@mail.example>` }))
  await Promise.all([read(), read(), read()])
  expect((await matters()).map((each) => each.title).sort()).toEqual(Array.from({ length: 6 }, (_, n) => `并发 ${n}`))
  expect(await replies()).toHaveLength(6)
})

test('IN-6 the first reading brings unread mail and no history; a mailbox built anew brings nothing twice and loses nothing', async () => {
  const history = { raw: letterOf({ id: 'old', subject: '去年的信' }), flags: ['\\Seen'] }
  const { imap, read, matters, mails, settings, clerk, at } = await box({ messages: [history, { raw: letterOf({ id: 'new', subject: '未读的信' }) }] })
  await read()
  expect((await matters()).map((each) => each.title)).toEqual(['未读的信'])
  const rebuilt = await imapServer({ uidvalidity: 9, messages: [{ raw: letterOf({ id: 'new', subject: '未读的信' }), flags: ['\\Seen'] }, { raw: letterOf({ id: 'newer', subject: '重建后的信' }) }] })
  onTestFinished(() => rebuilt.close())
  const { revision } = (await api(world, clerk).get('/channels')).body.mailboxes[0]
  expect((await api(world, clerk).put(at, { ...settings, password: '', imapPort: rebuilt.port, revision })).status).toBe(200)
  await read()
  expect((await matters()).map((each) => each.title).sort()).toEqual(['未读的信', '重建后的信'].sort())
  expect((await mails()).filter((each) => each.reason === 'duplicate')).toHaveLength(1)
  expect(imap.flags()).toEqual([['\\Seen'], ['\\Seen']])
})

test('IN-6 another server whose numbers are those of the one before brings its letters all the same', async () => {
  const { imap, read, matters, mails, settings, clerk, officer, at } = await box()
  imap.put(letterOf({ id: 'here1', subject: '原来的信' }))
  imap.put(letterOf({ id: 'here2', subject: '我在休假', headers: ['Auto-Submitted: auto-replied'] }))
  await read()
  const other = await imapServer({ uidvalidity: 7, messages: [{ raw: letterOf({ id: 'there1', subject: '新邮箱的第一封' }) }, { raw: letterOf({ id: 'there2', subject: '新邮箱的第二封' }) }] })
  onTestFinished(() => other.close())
  const moved = { ...settings, imapHost: 'localhost', imapPort: other.port, revision: (await api(world, clerk).get('/channels')).body.mailboxes[0].revision }
  expect(await api(world, clerk).put(at, { ...moved, password: '' })).toMatchObject({ status: 400, body: { error: 'channel.mailbox_password' } })
  expect(await api(world, clerk).put(at, { ...moved, smtpHost: 'localhost', imapHost: settings.imapHost, password: '' })).toMatchObject({ status: 400, body: { error: 'channel.mailbox_password' } })
  expect((await api(world, clerk).put(at, moved)).status).toBe(200)
  expect(await read()).toEqual({ noticed: 2, settled: 2, failed: 0 })
  expect((await matters()).map((each) => each.title).sort()).toEqual(['原来的信', '新邮箱的第一封', '新邮箱的第二封'].sort())
  // What the mailbox before has kept to itself cannot be asked for any more, and says so.
  const gone = (await mails()).find((each) => each.reason === 'automatic')
  expect(await api(world, officer).post(`${at}/mails/${gone?.id}/retake`)).toMatchObject({ status: 409, body: { error: 'channel.mail_not_ignored' } })
})

test('IN-6 a reading that is under way while the mailbox is set up anew keeps nothing of the old one', async () => {
  const { imap, read, matters, mails, settings, clerk, at } = await box()
  imap.put(letterOf({ id: 'late', subject: '设置改动时到的信' }))
  const { revision } = (await api(world, clerk).get('/channels')).body.mailboxes[0]
  const interrupted: InInbox = (place, work) => inInbox(place, (real) => work({ ...real, listUnseen: async () => (await api(world, clerk).put(at, { ...settings, revision }), real.listUnseen()) }))
  await expect(read(world.platform, interrupted)).rejects.toMatchObject({ refusal: { refused: 'request.stale' } })
  expect(await mails()).toEqual([])
  expect((await api(world, clerk).get('/channels')).body.mailboxes[0]).toMatchObject({ fault: null, polledAt: null })
  await read()
  expect((await matters()).map((each) => each.title)).toEqual(['设置改动时到的信'])
})

test('IN-7 a letter that has failed is tried again where the mailbox is built anew', async () => {
  const { imap, read, matters, mails, settings, clerk, at, key } = await box()
  const kind = (to: string) => arrange(world, (act) => act.tx.updateTable('mailbox').set({ kind: to }).where('institution_id', '=', key.institutionId).execute())
  const raw = letterOf({ id: 'stuck', subject: '五次没登记上的信' })
  imap.put(raw)
  await kind('no-such-kind')
  for (let n = 0; n < 5; n += 1) await read()
  expect(await mails()).toMatchObject([{ state: 'failed' }])
  await kind('complaint')
  const rebuilt = await imapServer({ uidvalidity: 8, messages: [{ raw }] })
  onTestFinished(() => rebuilt.close())
  const { revision } = (await api(world, clerk).get('/channels')).body.mailboxes[0]
  await api(world, clerk).put(at, { ...settings, imapPort: rebuilt.port, revision })
  await read()
  expect((await matters()).map((each) => each.title)).toEqual(['五次没登记上的信'])
  expect((await mails()).map((each) => `${each.state} ${each.reason}`).sort()).toEqual(['filed null', 'ignored renumbered'])
})

test('the same letter by two addresses of the house is one matter', async () => {
  const { imap, read, matters, mails } = await box()
  imap.put(letterOf({ id: 'both', headers: ['Delivered-To: tousu@hospital.example'] }))
  imap.put(letterOf({ id: 'both', headers: ['Delivered-To: yuanzhang@hospital.example'] }))
  await read()
  expect(await matters()).toHaveLength(1)
  expect((await mails()).map((each) => String(each.reason)).sort()).toEqual(['duplicate', 'null'])
})

test('IN-4 an answer from the same address adds to the matter; the number from another address is a letter of its own', async () => {
  const { imap, read, matters, matter, replies, send, mails } = await box()
  imap.put(letterOf({ id: 't1', subject: '停车收费' }))
  await read()
  const [first] = await matters()
  const [receipt] = await replies()
  await send(receipt?.id)
  const messageId = smtp.sent.at(-1)?.email.messageId ?? ''
  imap.put(letterOf({ id: 't2', subject: '谢谢', text: '补充：是3月1日下午。\n\n> 您的来信已收到', headers: [`In-Reply-To: ${messageId}`] }))
  imap.put(letterOf({ id: 't3', subject: `回复：[${first?.number}] 来信已登记`, text: '还有收据。' }))
  imap.put(letterOf({ id: 't4', from: 'Zhao <zhao@other.example>', subject: `[${first?.number}]`, text: '我也想看看这件事。' }))
  await read()
  expect((await mails()).map((each) => each.state).sort()).toEqual(['added', 'added', 'filed', 'filed'])
  expect(await matters()).toHaveLength(2)
  const timeline = JSON.stringify((await matter(first?.id ?? '')).events)
  expect(timeline).toContain('补充：是3月1日下午。')
  expect(timeline).not.toContain('您的来信已收到')
  expect(timeline).toContain('还有收据。')
  expect(timeline).not.toContain('我也想看看')
  expect(await replies()).toHaveLength(4)
})

test('IN-3 what a machine wrote becomes no matter, is not answered and stays unread, until a person says it is a letter', async () => {
  const { imap, read, matters, mails, replies, officer, at } = await box()
  imap.put(letterOf({ id: 'v1', headers: ['Auto-Submitted: auto-replied'], subject: '我在休假' }))
  imap.put(letterOf({ id: 'v2', from: 'x <tousu@hospital.example>' }))
  imap.put(letterOf({ id: 'v3', headers: ['List-Id: <news.mail.example>'], subject: '本周要闻' }))
  imap.put(letterOf({ id: 'v4', from: 'MAILER-DAEMON@mail.example', headers: ['Return-Path: <>'] }))
  await read()
  expect(await matters()).toEqual([])
  expect(await replies()).toEqual([])
  expect((await mails()).map((each) => String(each.reason)).sort()).toEqual(['automatic', 'automatic', 'list', 'own'])
  expect(imap.flags()).toEqual([[], [], [], []])
  const news = (await mails()).find((each) => each.reason === 'list')
  expect(news).toMatchObject({ subject: '本周要闻', sender: 'w***@mail.example' })
  expect((await api(world, officer).post(`${at}/mails/${news?.id}/retake`)).status).toBe(200)
  await read()
  expect((await matters()).map((each) => each.title)).toEqual(['本周要闻'])
  expect(imap.flags()).toEqual([[], [], ['\\Seen'], []])
  expect(await api(world, officer).post(`${at}/mails/${news?.id}/retake`)).toMatchObject({ status: 409, body: { error: 'channel.mail_not_ignored' } })
})

test('IN-8 an address that writes without end gets five receipts a day; every letter is registered', async () => {
  const { imap, read, matters, replies } = await box()
  for (let n = 0; n < 8; n += 1) imap.put(letterOf({ id: `s${n}`, subject: `第 ${n} 封` }))
  await read()
  expect(await matters()).toHaveLength(8)
  expect(await replies()).toHaveLength(5)
})

test('attachments are kept by their content; what is refused is named in the matter and in the receipt, and a long letter is kept whole', async () => {
  const { imap, read, matters, matter, replies, send } = await box()
  const part = (name: string, bytes: Buffer) => ['--x', `Content-Type: application/octet-stream; name="${name}"`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', bytes.toString('base64')]
  const long = '很长的信。'.repeat(3000)
  imap.put(letterOf({ id: 'f1', headers: ['Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(long).toString('base64'), ...part('bill.pdf', Buffer.from('%PDF-1.4\n%%EOF\n')), ...part('run.exe', Buffer.from('MZ\u0090\u0000\u0003')), ...part('empty.png', Buffer.alloc(0)), '--x--'] }))
  await read()
  const [row] = await matters()
  expect((await matter(row?.id ?? '')).files.map((each) => `${each.role} ${each.name} ${each.open}`)).toEqual(['author bill.pdf true', 'author 邮件全文.txt true'])
  expect(row?.body.length).toBeLessThanOrEqual(10_000)
  expect(row?.body).toContain('run.exe')
  expect(row?.body).toContain('empty.png')
  await send((await replies())[0]?.id)
  expect(smtp.sent.at(-1)?.email.text).toContain('“run.exe”没有保留')
})

test('IN-1 the mailbox of a hospital is nobody else’s, not its commission’s either', async () => {
  const { at, hospital, settings, clerk } = await box()
  const other = await (await newInstitution(world)).person('institution_head')
  const commission = await newInstitution(world, { kind: 'commission' })
  for (const stranger of [other, await commission.person('commission_head')]) {
    expect((await api(world, stranger).get(`${at}/mails`)).status).toBe(403)
    expect((await api(world, stranger).put(at, { ...settings, revision: 1 })).status).toBe(403)
    expect((await api(world, stranger).get('/channels')).body.mailboxes).toEqual([])
  }
  expect((await api(world, await hospital.person('complaint_officer')).post('/channels/mailboxes', settings)).status).toBe(403)
  expect((await api(world, await hospital.person('nurse')).get('/channels')).status).toBe(403)
  expect(await api(world, clerk).post('/channels/mailboxes', settings)).toMatchObject({ status: 409, body: { error: 'channel.mailbox_exists' } })
  expect(await api(world, clerk).post('/channels/mailboxes', { ...settings, address: 'b@hospital.example', kind: 'problem' })).toMatchObject({ status: 409, body: { error: 'channel.kind_closed' } })
  expect(await api(world, clerk).post('/channels/mailboxes', { ...settings, address: 'c@hospital.example', password: '' })).toMatchObject({ status: 400, body: { error: 'channel.mailbox_password' } })
})

test('IN-16 of a letter that became a secret matter neither sender nor code is kept beside the engine', async () => {
  const { imap, read, matters, mails, replies, send, key } = await box({}, 'tip')
  imap.put(letterOf({ id: 'tip1', subject: '反映收受红包', from: 'Zheng <zheng@mail.example>' }))
  await read()
  const [made] = await matters()
  expect(made).toMatchObject({ kind: 'tip' })
  expect(await mails()).toMatchObject([{ state: 'filed', sender: '', subject: '', matterNumber: made?.number }])
  await send((await replies())[0]?.id)
  expect(smtp.sent.at(-1)?.to).toEqual(['zheng@mail.example'])
  expect(await replies()).toMatchObject([{ state: 'sent', to: '' }])
  const kept = await arrange(world, async ({ tx, vault }) => {
    const rows = await tx.selectFrom('mail').select(['sealed', 'sender_index']).where('institution_id', '=', key.institutionId).execute()
    const sent = await tx.selectFrom('mail_reply').select(['recipient', 'content', 'recipient_index as index']).where('institution_id', '=', key.institutionId).execute()
    const events = await tx.selectFrom('event').select('detail').where('institution_id', '=', key.institutionId).execute()
    // The same person's letter of an ordinary kind has this index beside a sender that can be read.
    expect(sent.map((each) => each.index)).not.toContain(vault.blindIndex('person', 'mail:zheng@mail.example'))
    return JSON.stringify([rows, sent.map((each) => [vault.open(each.recipient), vault.open(each.content)]), events])
  })
  expect(kept).toContain('"sealed":null,"sender_index":null')
  expect(kept).not.toContain('zheng')
  imap.put(letterOf({ id: 'tip2', subject: `Re: [${made?.number}]`, text: '还有一件事要说。', from: 'Zheng <zheng@mail.example>' }))
  await read()
  expect(await matters()).toHaveLength(2)
})
