import { crc32, deflateSync } from 'node:zlib'
import { createServer, type Server } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { attachmentLimits, cleanAttachment, prepareAttachments } from './attachments.ts'
import { clamdScan, readClamdAddress } from './virus-scan.ts'

const upload = (bytes: Uint8Array, name = 'a') => ({ field: 'file', name, bytes: Buffer.from(bytes) })
const cleaned = (bytes: Uint8Array): Buffer => {
  const answer = cleanAttachment(upload(bytes))
  if ('refused' in answer) throw new Error(answer.refused)
  return answer.bytes
}
const refusal = (bytes: Uint8Array) => {
  const answer = cleanAttachment(upload(bytes))
  return 'refused' in answer ? answer.refused : null
}

// A grey picture of one dot.
const jpeg = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==', 'base64')
const segment = (marker: number, content: Buffer) => Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]), content])
const gps = Buffer.from('GPSLatitude 40.123')
/** An Exif with an orientation of six in little-endian order, and a place behind it. */
const exif = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0II*\0'), Buffer.from([8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]), gps]))
const withNotes = Buffer.concat([jpeg.subarray(0, 2), exif, segment(0xed, Buffer.from('Photoshop 3.0 place')), segment(0xfe, Buffer.from('secret comment')), jpeg.subarray(2), Buffer.from('film with a place behind the end')])

const chunk = (name: string, content: Buffer) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
const png = (width: number, height: number, ...more: Buffer[]) => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), ...more, chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * Math.min(height, 4)))), chunk('IEND', Buffer.alloc(0))])
}

const riff = (...chunks: [string, Buffer][]) => {
  const body = Buffer.concat(chunks.map(([name, content]) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(content.length)
    return Buffer.concat([Buffer.from(name, 'latin1'), length, content, Buffer.alloc(content.length % 2)])
  }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length + 4)
  return Buffer.concat([Buffer.from('RIFF'), length, Buffer.from('WEBP'), body])
}
const box = (name: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 8)
  return Buffer.concat([length, Buffer.from(name, 'latin1'), body])
}
const film = Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), box('moov', box('mvhd', Buffer.alloc(100)), box('udta', box('\xa9xyz', Buffer.from('+40.1+110.2/'))), box('trak', box('meta', Buffer.from('ISO6709')))), box('mdat', Buffer.from('pictures'))])

test('FI-3 a JPEG loses place, comment, author and what hangs behind its end, and stays the right way up', () => {
  const clean = cleaned(withNotes)
  for (const gone of ['GPSLatitude', 'Photoshop', 'secret', 'film']) expect(clean.includes(gone)).toBe(false)
  expect(clean.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  expect(clean.subarray(2, 12).toString('latin1')).toBe('\xff\xe1\0\x22Exif\0\0')
  expect(clean.subarray(30, 32)).toEqual(Buffer.from([0, 6]))
  expect(cleaned(clean)).toEqual(clean)
  expect(cleaned(jpeg)).toEqual(jpeg)
})

test('FI-3 a PNG keeps the chunks that draw it and no others', () => {
  const clean = cleaned(Buffer.concat([png(2, 2, chunk('tEXt', Buffer.from('Author\0somebody')), chunk('eXIf', gps)), Buffer.from('behind')]))
  expect(clean).toEqual(png(2, 2))
})

test('FI-3 a WebP loses Exif and XMP, and no longer says that it has them', () => {
  const extended = Buffer.from([0x0c, 0, 0, 0, 9, 0, 0, 9, 0, 0])
  const clean = cleaned(riff(['VP8X', extended], ['VP8 ', Buffer.alloc(20)], ['EXIF', gps], ['XMP ', Buffer.from('place')]))
  expect(clean).toEqual(riff(['VP8X', Buffer.from([0, 0, 0, 0, 9, 0, 0, 9, 0, 0])], ['VP8 ', Buffer.alloc(20)]))
})

test('FI-3 a film keeps its length and its pictures, its place is blank', () => {
  const clean = cleaned(film)
  expect(clean.length).toBe(film.length)
  expect([clean.includes('+40.1'), clean.includes('ISO6709'), clean.includes('pictures')]).toEqual([false, false, true])
})

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'file.empty'],
  ['an archive', Buffer.from('PK\x03\x04 and more'), 'file.type_not_allowed'],
  ['a program', Buffer.from('MZ\x90\0 and more'), 'file.type_not_allowed'],
  ['a web page', Buffer.from('<svg onload=alert(1)>'), 'file.type_not_allowed'],
  ['a text', Buffer.from('只是文字'), 'file.type_not_allowed'],
  ['an Apple picture', box('ftyp', Buffer.from('heic\0\0\0\0')), 'file.heic'],
  ['half a JPEG', withNotes.subarray(0, 60), 'file.broken'],
  ['a JPEG of a head only', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'file.broken'],
  ['half a PNG', png(2, 2).subarray(0, 50), 'file.broken'],
  ['a film without its table', box('ftyp', Buffer.from('isom\0\0\0\0')), 'file.broken'],
  ['a film whose box leaves it', Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from('moov')]), 'file.broken'],
  ['a small picture that unfolds to gigabytes', png(19_000, 19_000), 'file.picture_huge'],
  ['too many bytes', Buffer.concat([jpeg, Buffer.alloc(attachmentLimits.fileBytes)]), 'file.too_large'],
])('FI-4 %s is refused by name', (_, bytes, code) => {
  expect(refusal(bytes)).toBe(code)
  expect(cleanAttachment(upload(bytes, '照片.jpg'))).toMatchObject({ detail: '照片.jpg' })
})

test.each<[string, Buffer]>([
  ['a PDF', Buffer.from('%PDF-1.7 …')],
  ['a recording of an old telephone', Buffer.from('#!AMR\n and twelve')],
  ['a recording', Buffer.from('ID3\x04\0\0\0\0\0\0\0\0')],
  ['a bare MP3', Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0])],
  ['a voice memo', Buffer.concat([box('ftyp', Buffer.from('M4A \0\0\0\0')), box('moov', box('mvhd', Buffer.alloc(8)))])],
])('FI-4 %s is taken', (_, bytes) => expect(refusal(bytes)).toBeNull())

test('FI-4 too many files, and too much together, are said once for all', async () => {
  const limits = { most: 2, fileBytes: 1000, totalBytes: 400 }
  expect((await prepareAttachments([1, 2, 3].map(() => upload(jpeg)), null, limits)).faults.map((each) => each.refusal.refused)).toEqual(['file.too_many'])
  expect((await prepareAttachments([upload(withNotes), upload(Buffer.alloc(300))], null, limits)).faults.map((each) => each.refusal.refused)).toEqual(['file.too_large_together'])
  expect((await prepareAttachments([upload(jpeg, 'ok'), upload(Buffer.alloc(0), 'bad')], null)).faults).toEqual([{ name: 'bad', refusal: { refused: 'file.empty', detail: 'bad' } }])
})

let server: Server | undefined
afterEach(() => server?.close())
/** Speaks clamd's side of INSTREAM: takes the pieces apart and answers about all of them together. */
const clamd = (listenAt: string | number, answer: (bytes: Buffer) => string): Promise<Server> =>
  new Promise((resolve) => {
    const started = createServer((socket) => {
      let taken = Buffer.alloc(0)
      socket.on('data', (part: Buffer) => {
        taken = Buffer.concat([taken, part])
        const command = 'zINSTREAM\0'
        if (taken.length < command.length) return
        expect(taken.subarray(0, command.length).toString('latin1')).toBe(command)
        const pieces: Buffer[] = []
        for (let at = command.length; at + 4 <= taken.length; ) {
          const length = taken.readUInt32BE(at)
          if (length === 0) return void socket.end(answer(Buffer.concat(pieces)))
          if (at + 4 + length > taken.length) return
          pieces.push(taken.subarray(at + 4, at + 4 + length))
          at += 4 + length
        }
      })
    })
    server = started
    started.listen(listenAt, () => resolve(started))
  })

test('FI-4 clamd is asked piece by piece, over a socket of the machine and over the network', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-clamd-'))
  const answer = (bytes: Buffer) => (bytes.includes('EICAR') ? 'stream: Eicar-Test FOUND\0' : bytes.length > 200_000 ? 'INSTREAM size limit exceeded. ERROR\0' : 'stream: OK\0')
  await clamd(path.join(folder, 'ctl'), answer)
  const scan = clamdScan({ path: path.join(folder, 'ctl') })
  expect(await scan(Buffer.alloc(150_000, 1))).toBe('clean')
  expect(await scan(Buffer.concat([Buffer.alloc(70_000, 1), Buffer.from('EICAR')]))).toEqual({ virus: 'Eicar-Test' })
  expect(await scan(Buffer.alloc(300_000, 1))).toBe('unreachable')
  server?.close()
  rmSync(folder, { recursive: true })
  await clamd(0, answer)
  const at = server?.address()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  const infected = Buffer.concat([jpeg.subarray(0, 2), segment(0xe2, Buffer.from('ICC_PROFILE EICAR')), jpeg.subarray(2)])
  expect((await prepareAttachments([upload(infected, 'bad.jpg')], clamdScan({ host: '127.0.0.1', port }))).faults).toEqual([{ name: 'bad.jpg', refusal: { refused: 'file.infected', detail: 'bad.jpg' } }])
  server?.close()
  expect((await prepareAttachments([upload(jpeg, 'a.jpg')], clamdScan({ host: '127.0.0.1', port: 1 }))).faults).toEqual([{ name: 'a.jpg', refusal: { refused: 'file.scan_down', detail: 'a.jpg' } }])
})

test('the address of clamd is a path, or host and port', () => {
  expect([readClamdAddress('/run/clamd.ctl'), readClamdAddress('scanner:3310'), readClamdAddress('[::1]:3310'), readClamdAddress('scanner'), readClamdAddress('scanner:99999')]).toEqual([{ path: '/run/clamd.ctl' }, { host: 'scanner', port: 3310 }, { host: '::1', port: 3310 }, null, null])
})
