import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findOffice } from '../server/platform/pdf.ts'

/** LibreOffice of this machine; null where there is none: then nobody can say how a paper looks in it. */
export const office = findOffice(process.env)

/** A paper as LibreOffice prints it, with a profile of its own, so that nothing else that runs is touched. */
export async function printedBy(program: string, name: string, bytes: Uint8Array): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'huiyin-paper-'))
  try {
    await writeFile(path.join(folder, name), bytes)
    await promisify(execFile)(program, ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'pdf', '--outdir', folder, path.join(folder, name)], { timeout: 110_000 })
    return await readFile(path.join(folder, name.replace(/\.\w+$/, '.pdf')))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Kept beside the pictures, where somebody wants to look. */
export async function keep(name: string, bytes: Uint8Array): Promise<void> {
  const folder = process.env['HUIYIN_PICTURES']
  if (folder !== undefined && folder !== '') await writeFile(path.join(folder, name), bytes)
}
