import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | undefined

/** The project's folder, from source and from the built bundle alike; HUIYIN_ROOT overrides it. */
export function projectRoot(): string {
  if (found !== undefined) return found
  const named = process.env['HUIYIN_ROOT']
  let here = named ?? path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(here, 'db', 'migrations'))) {
    const above = path.dirname(here)
    if (above === here) throw new Error('the project folder (with db/migrations) was not found; set HUIYIN_ROOT')
    here = above
  }
  found = here
  return here
}
