import type { ReplyOf } from '../../../kernel/contract.ts'
import { api, type Person, type World } from '../../../server/testing/api.ts'
import { readFile, type ReadOptions } from '../commands/read-file.ts'
import type { fileContract } from '../contract/files.ts'
import { guessColumns } from '../rules/guess.ts'
import { headings } from '../testing/lines.ts'

type View = ReplyOf<typeof fileContract.loadFile>

/** Sends a file as the screen does: announced, in pieces, looked at, mapped by its guess, read. Answers what became of it. */
export async function sendFile(world: World, clerk: Person, name: string, bytes: Uint8Array | string, options: ReadOptions & { read?: boolean } = {}): Promise<View> {
  const arrived = await arrive(world, clerk, name, bytes)
  const view = arrived.state === 'asked' ? await confirm(world, clerk, arrived) : arrived
  if (options.read === false) return view
  await readFile(world.platform, { institutionId: view.institutionId, fileId: view.id }, options)
  return load(world, clerk, view)
}

export async function arrive(world: World, clerk: Person, name: string, content: Uint8Array | string): Promise<View> {
  const bytes = Buffer.from(content)
  const me = api(world, clerk)
  const announced = await me.post('/prescribing/files', { name, size: bytes.length })
  if (announced.status !== 200) throw new Error(`announced: ${announced.status} ${JSON.stringify(announced.body)}`)
  const file = announced.body as View
  for (let n = 0; n < file.pieces; n++) {
    const piece = await me.upload(`/prescribing/files/${file.institutionId}/${file.id}/pieces/${n}`, [{ name: 'piece', bytes: bytes.subarray(n * file.pieceBytes, (n + 1) * file.pieceBytes) }])
    if (piece.status !== 200) throw new Error(`piece ${n}: ${piece.status} ${JSON.stringify(piece.body)}`)
  }
  const arrived = await me.post(`/prescribing/files/${file.institutionId}/${file.id}/arrival`)
  if (arrived.status !== 200) throw new Error(`arrival: ${arrived.status} ${JSON.stringify(arrived.body)}`)
  return arrived.body as View
}

export async function confirm(world: World, clerk: Person, file: View, system = '测试医院信息系统'): Promise<View> {
  const of = file.asked?.headings ?? headings
  const done = await api(world, clerk).post(`/prescribing/files/${file.institutionId}/${file.id}/mapping`, { system, headings: of, columns: guessColumns(of) })
  if (done.status !== 200) throw new Error(`mapping: ${done.status} ${JSON.stringify(done.body)}`)
  return done.body as View
}

export const load = async (world: World, clerk: Person, file: Pick<View, 'institutionId' | 'id'>): Promise<View> => (await api(world, clerk).get(`/prescribing/files/${file.institutionId}/${file.id}`)).body as View
