import { describe, expect, test } from 'vitest'
import iconv from 'iconv-lite'
import { parseFeed } from './parse-feed.ts'
import { parseMail } from './parse-mail.ts'

const mime = (...lines: string[]) => Buffer.from(lines.join('\r\n'))

describe('mail', () => {
  test('a plain letter with its sender, subject and thread', async () => {
    const { letter, attachments } = await parseMail(mime('From: =?utf-8?B?546L5LqU?= <Wang@Example.ORG>', 'Subject: =?utf-8?B?5Y+N5pig?=', 'Message-ID: <m1@example.org>', 'In-Reply-To: <r1@hospital.example>', 'References: <r0@hospital.example>\r\n <r1@hospital.example>', 'Precedence: first', 'Precedence: second', 'Content-Type: text/plain; charset=utf-8', '', '排队太久', '二楼'))
    expect(letter).toMatchObject({ messageId: 'm1@example.org', from: { name: '王五', address: 'wang@example.org' }, subject: '反映', text: '排队太久\n二楼', inReplyTo: ['r1@hospital.example', 'r0@hospital.example', 'r1@hospital.example'] })
    expect(letter.headers.get('precedence')).toBe('first')
    expect(attachments).toEqual([])
  })

  test('GB18030 in body and subject, as many Chinese mail programs send it', async () => {
    const subject = iconv.encode('投诉停车场', 'gb18030').toString('base64')
    const body = Buffer.concat([mime('From: a@b.example', `Subject: =?gb18030?B?${subject}?=`, 'Content-Type: text/plain; charset=gb2312', 'Content-Transfer-Encoding: 8bit', '', ''), iconv.encode('车位被占，㐂字', 'gb18030')])
    expect((await parseMail(body)).letter).toMatchObject({ subject: '投诉停车场', text: '车位被占，㐂字' })
  })

  test('IN-5 HTML becomes text: no tags, no scripts, no addresses of links; lines stay lines', async () => {
    const { letter } = await parseMail(mime('From: a@b.example', 'Content-Type: text/html; charset=utf-8', '', '<style>p{color:red}</style><script>alert(1)</script><p>第一段</p><p>第二段 <a href="http://x.example/track?id=1">这里</a></p><img src="http://x.example/pixel.gif" alt="像素">'))
    expect(letter.text).toBe('第一段\n\n第二段 这里')
  })

  test('attachments come along, pictures of a signature do not', async () => {
    const { attachments } = await parseMail(mime('From: a@b.example', 'Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: multipart/related; boundary=y', '', '--y', 'Content-Type: text/html', '', '<p>见附件<img src="cid:logo"></p>', '--y', 'Content-Type: image/png', 'Content-ID: <logo>', 'Content-Disposition: inline; filename=logo.png', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--y--', '--x', 'Content-Type: image/jpeg; name="=?utf-8?B?54Wn54mHLmpwZw==?="', 'Content-Disposition: attachment; filename="../../=?utf-8?B?54Wn54mHLmpwZw==?="', 'Content-Transfer-Encoding: base64', '', '/9j/4A==', '--x--'))
    expect(attachments).toHaveLength(1)
    expect(attachments[0]?.name).not.toMatch(/[\\/]/)
    expect([...(attachments[0]?.bytes ?? [])]).toEqual([0xff, 0xd8, 0xff, 0xe0])
  })

  test('IN-6 the same letter by two ways has one key; another text under the same id has another', async () => {
    const head = (received: string, text: string) => mime(`Received: from ${received}`, 'From: a@b.example', 'Message-ID: <same@b.example>', 'Date: Mon, 2 Mar 2026 09:00:00 +0800', '', text)
    const [one, again, other] = await Promise.all([parseMail(head('one', '内容')), parseMail(head('two', '内容')), parseMail(head('one', '另一封'))])
    expect(one.messageKey).toBe(again.messageKey)
    expect(one.messageKey).not.toBe(other.messageKey)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 37) % 256))],
    ['a nest of a thousand parts', Buffer.from(`From: a@b.example\r\n${Array.from({ length: 1000 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('')}`)],
    ['headers of a megabyte', Buffer.from(`From: a@b.example\r\nX: ${'y'.repeat(1_100_000)}\r\n\r\ntext`)],
    ['two senders of which none is an address', mime('From: nobody, <@>, "x" <a b@c>', '', 'text')],
  ])('%s does not throw', async (_, source) => {
    expect(typeof (await parseMail(source)).letter.text).toBe('string')
  })
})

describe('feeds', () => {
  const rss = (items: string) => `<?xml version="1.0"?><rss version="2.0" xmlns:dc="d" xmlns:content="c"><channel><title>本地新闻</title><link>https://news.example/</link>${items}</channel></rss>`

  test('RSS 2.0 with escaped HTML, references that XML does not know, and a date', () => {
    expect(parseFeed(rss('<item><title><![CDATA[县医院&nbsp;停电]]></title><link>https://news.example/1</link><guid isPermaLink="false">g1</guid><description>&lt;p&gt;昨晚&amp;nbsp;8时&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;第二行&hellip;</description><pubDate>Mon, 02 Mar 2026 09:00:00 +0800</pubDate></item>'))).toEqual([
      { guid: 'g1', title: '县医院 停电', link: 'https://news.example/1', summary: '昨晚 8时\n 第二行…', publishedAt: '2026-03-02T01:00:00.000Z' },
    ])
  })

  test('Atom with its address in an attribute, a date without a zone, and titles that are not the entry’s', () => {
    expect(parseFeed('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>urn:1</id><title type="html">候诊&lt;b&gt;太久&lt;/b&gt;</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/><source><title>别的</title></source><content type="html">内容</content><updated>2026-03-02 09:00:00</updated></entry></feed>')).toEqual([
      { guid: 'urn:1', title: '候诊太久', link: 'https://a.example/1', summary: '内容', publishedAt: '2026-03-02T01:00:00.000Z' },
    ])
  })

  test('RSS 1.0, and a feed without entries', () => {
    expect(parseFeed('<rdf:RDF xmlns:rdf="r" xmlns:dc="d"><item rdf:about="x"><title>甲</title><link>https://a.example/1</link><dc:date>2026-03-02</dc:date></item></rdf:RDF>')[0]).toMatchObject({ title: '甲', publishedAt: '2026-03-01T16:00:00.000Z' })
    expect(parseFeed(rss(''))).toEqual([])
  })

  test.each([
    ['an external entity', '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>', 'not_xml'],
    ['entities that multiply', '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>', 'not_xml'],
    ['a page of HTML', '<!doctype html><html><body><p>404</body></html>', 'not_a_feed'],
    ['a cut document', '<rss><channel><item><title>x', 'not_xml'],
    ['a nest', '<rss>'.repeat(100), 'not_xml'],
    ['JSON', '{"items":[]}', 'not_xml'],
    ['nothing', '', 'not_xml'],
  ])('IN-10 %s is refused with its reason', (_, text, code) => {
    expect(() => parseFeed(text)).toThrow(expect.objectContaining({ code }) as Error)
  })
})
